package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMount;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Documents about whole directories, each made by one at a time for all who ask meanwhile. The large ones take megabytes
 * while they are made: one of them is made at a time.
 */
final class Documents implements AutoCloseable {
    private static final long IDLE_SECONDS = 5;

    /** By what they are about. */
    private final SharedWork<Object, Document.Answer> small = new SharedWork<>(ForkJoinPool.commonPool());

    /** Of what is on file systems that may not answer: whoever waits for one is no thread that others need. */
    private final SharedWork<Object, Document.Answer> remote =
            new SharedWork<>(work -> Thread.ofVirtual().start(work));

    private final ThreadPoolExecutor thread;
    private final SharedWork<Object, Document.Answer> large;

    Documents() {
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Documents::thread);
        thread.allowCoreThreadTimeOut(true);
        large = new SharedWork<>(thread);
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "large-documents");
        thread.setDaemon(true);
        return thread;
    }

    CompletableFuture<Document.Answer> make(Object about, boolean isLarge, Callable<Document.Answer> maker) {
        return isLarge ? large.later(about, maker) : small.get(about, maker);
    }

    /** The same of what is on a file system that may have to be waited for. */
    CompletableFuture<Document.Answer> make(RemoteMount mount, Object about, Callable<Document.Answer> maker) {
        return makeRemote(about, () -> mount.call(maker));
    }

    /** The same where the maker sees to that itself. */
    CompletableFuture<Document.Answer> makeRemote(Object about, Callable<Document.Answer> maker) {
        return remote.later(about, maker);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
