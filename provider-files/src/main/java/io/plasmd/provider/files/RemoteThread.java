package io.plasmd.provider.files;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that may wait for a file system for ever, and for nothing else: so it needs no other one to wait for it. */
final class RemoteThread extends Thread {
    private static final Duration STAYS = Duration.ofSeconds(5);

    private final RemoteMount mount;

    private RemoteThread(RemoteMount mount, Runnable task, String name) {
        super(task, name);
        this.mount = mount;
        setDaemon(true);
    }

    /** Whether the calling thread is one of those that there are for work on a file system. */
    static boolean isOf(RemoteMount mount) {
        return currentThread() instanceof RemoteThread thread && thread.mount.equals(mount);
    }

    /** For work on a file system. */
    static ThreadPoolExecutor workers(RemoteMount mount, int most) {
        return pool(most, task -> new RemoteThread(mount, task, "remote-work"));
    }

    /** For short questions: none of them is kept waiting by any work. */
    static ThreadPoolExecutor askers(int most) {
        return pool(most, Thread.ofPlatform().daemon().name("remote-question").factory());
    }

    /** So many at the most, and none while there is nothing to do. */
    private static ThreadPoolExecutor pool(int most, ThreadFactory factory) {
        var pool = new ThreadPoolExecutor(
                most, most, STAYS.toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
