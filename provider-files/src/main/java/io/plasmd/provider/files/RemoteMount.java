package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A file system that may stop answering, since another machine or another process is behind it. Whoever calls it then is
 * kept by the kernel, for a minute (NFS with {@code soft}) or for as long as it takes ({@code hard}), and cannot be called
 * back. So it is called by threads of its own, of which there are so many and no more, and who has asked is told in time
 * that there is no answer. While that is known nobody waits for one.
 *
 * <p>Not virtual threads: those share as many carriers as there are processors, and a call of a file keeps its carrier.
 */
public final class RemoteMount {
    /** A client that gets its 503 by then comes back; boot firmware gives up after some five seconds. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

    /** Digests and looks through directories take as long as they take, while the file system answers. */
    private static final long ANY_TIME_NANOS = Duration.ofDays(1).toNanos();

    private static final long PROBE_AFTER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(100).toNanos();
    private static final int MOST_THREADS = 16;

    private final MountTable.Mount mount;
    private final Probe probe;
    private final Set<RemoteCall<?>> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Executor later =
            CompletableFuture.delayedExecutor(BETWEEN_LOOKS_NANOS, TimeUnit.NANOSECONDS, Runnable::run);
    private final ThreadPoolExecutor askers = RemoteThread.askers(MOST_THREADS);
    private final ThreadPoolExecutor workers = RemoteThread.workers(this, MOST_THREADS);

    /**
     * Of one mount.
     *
     * @param tell told true when it answers no longer, and false when it does again
     */
    RemoteMount(MountTable.Mount mount, Consumer<Boolean> tell) {
        this.mount = mount;
        this.probe = new Probe(mount.point(), tell);
    }

    boolean isOf(MountTable.Mount other) {
        return mount.equals(other);
    }

    /** Where it is mounted. */
    public Path point() {
        return mount.point();
    }

    /** What it is, such as {@code nfs4}. */
    public String type() {
        return mount.type();
    }

    /** Whether it is known not to answer. */
    public boolean isSilent() {
        return probe.isSilent();
    }

    /**
     * Asks something that takes a moment, for somebody who waits without a thread. Where there is no answer within three
     * seconds it fails by {@link NotAnsweringException}; what comes later is closed, if it is something open.
     */
    public <T> CompletableFuture<T> ask(Callable<T> question) {
        var call = new RemoteCall<>(question, PATIENCE_NANOS);
        begin(call, askers);
        return call.result();
    }

    /** Has something done for which nobody waits. */
    public void later(Runnable task) {
        askers.execute(task);
    }

    /**
     * Has something done that may take long, and waits for it as long as the file system answers.
     *
     * @throws NotAnsweringException where it does not
     */
    public <T> T call(Callable<T> work) throws IOException {
        if (RemoteThread.isOf(this)) {
            return RemoteMounts.direct(work);
        }
        var call = new RemoteCall<>(work, ANY_TIME_NANOS);
        begin(call, workers);
        try {
            return call.result().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var stopped = notAnswering();
            stopped.initCause(e);
            call.giveUp(stopped);
            throw stopped;
        } catch (ExecutionException e) {
            throw RemoteMounts.failure(e.getCause());
        }
    }

    /** Does something in the calling thread, which may wait for it; whether there is an answer is looked after. */
    public <T> T here(Callable<T> work) throws IOException {
        var call = new RemoteCall<>(work, ANY_TIME_NANOS);
        watch(call);
        try {
            return RemoteMounts.direct(work);
        } finally {
            calls.remove(call);
        }
    }

    private void begin(RemoteCall<?> call, ThreadPoolExecutor threads) {
        if (isSilent() || allHang(threads)) {
            call.giveUp(notAnswering());
            return;
        }
        watch(call);
        threads.execute(() -> {
            try {
                call.run();
            } finally {
                calls.remove(call);
            }
        });
    }

    /** It answers some questions, and others not. */
    private boolean allHang(ThreadPoolExecutor threads) {
        return !threads.getQueue().isEmpty()
                && calls.stream().filter(RemoteCall::hangs).count() >= MOST_THREADS;
    }

    private void watch(RemoteCall<?> call) {
        calls.add(call);
        lookLater();
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    private void look() {
        looking.set(false);
        if (calls.stream().anyMatch(call -> call.isOlderThan(PROBE_AFTER_NANOS))) {
            probe.ask();
        }
        boolean isAsked = probe.look();
        for (RemoteCall<?> call : calls) {
            if (call.isOverdue() || isSilent()) {
                call.giveUp(notAnswering());
            }
        }
        if (isAsked || !calls.isEmpty()) {
            lookLater();
        }
    }

    private NotAnsweringException notAnswering() {
        return new NotAnsweringException(mount.point());
    }
}
