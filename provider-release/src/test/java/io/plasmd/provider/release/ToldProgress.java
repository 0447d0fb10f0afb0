package io.plasmd.provider.release;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what it is told. */
final class ToldProgress implements Progress {
    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    final AtomicLong received = new AtomicLong();

    @Override
    public void started(String name, long size, long alreadyThere) {
        lines.add("started " + name + " " + size + " " + alreadyThere);
    }

    @Override
    public void received(String name, long bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void finished(String name) {
        lines.add("finished " + name);
    }
}
