package io.plasmd.provider.artifacts;

import io.plasmd.provider.files.RemoteMount;
import java.io.IOException;
import java.util.concurrent.Callable;

/** The reads of one file of a file system that may not answer: for how long they have been waited for. */
final class RemoteReads {
    private final RemoteMount mount;
    private long since;
    private long waitedNanos;

    RemoteReads(RemoteMount mount) {
        this.mount = mount;
    }

    <T> T read(Callable<T> reading) throws IOException {
        begin();
        try {
            return mount.here(reading);
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        since = System.nanoTime();
    }

    private synchronized void end() {
        waitedNanos += System.nanoTime() - since;
        since = 0;
    }

    /** In all: the client cannot help that. */
    synchronized long waitedNanos() {
        return waitedNanos + currentNanos();
    }

    /** Of the read that is under way; zero where none is. */
    synchronized long currentNanos() {
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /** Waits for nothing: to give back a lock, too, is to ask the server. */
    void later(Runnable task) {
        mount.later(task);
    }
}
