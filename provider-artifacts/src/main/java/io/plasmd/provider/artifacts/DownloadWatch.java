package io.plasmd.provider.artifacts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all downloads every second while there are any, and cuts off those whose client is too slow. */
final class DownloadWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadWatch.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final SpeedLimits limits;
    private final LongSupplier nanos;
    private final Set<WatchedDownload> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final LongAdder stalled = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();
    private volatile @Nullable Scheduler scheduler;
    private long lookedAt;

    DownloadWatch(SpeedLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    SpeedLimits limits() {
        return limits;
    }

    long stalled() {
        return stalled.sum();
    }

    long tooSlow() {
        return tooSlow.sum();
    }

    void start(Scheduler with) {
        scheduler = with;
    }

    /** From here on the watch alone decides how long the client may take nothing. */
    WatchedDownload begin(Download download, ClientConnection connection) {
        var begun = new WatchedDownload(download, connection, limits, nanos.getAsLong());
        connection.suspendIdleTimeout();
        watched.add(begun);
        if (ticking.compareAndSet(false, true)) {
            lookedAt = nanos.getAsLong();
            tickLater();
        }
        return begun;
    }

    void end(WatchedDownload ended) {
        if (watched.remove(ended)) {
            ended.connection().resumeIdleTimeout();
        }
    }

    private void tickLater() {
        Scheduler with = scheduler;
        if (with != null) {
            Duration interval = limits.interval();
            long delay = (interval.compareTo(TICK) < 0 ? interval : TICK).toNanos();
            with.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        try {
            long now = nanos.getAsLong();
            watched.forEach(download -> download.download().sampleRate(now));
            if (now - lookedAt >= limits.interval().toNanos()) {
                lookedAt = now;
                look(now);
            }
        } catch (RuntimeException e) {
            LOG.error("the watch over downloads failed, and goes on", e);
        } finally {
            ticking.set(false);
            if (!watched.isEmpty() && ticking.compareAndSet(false, true)) {
                tickLater();
            }
        }
    }

    private void look(long now) {
        List<WatchedDownload> suspects =
                watched.stream().filter(download -> download.isSuspect(now)).toList();
        SendQueues queues = suspects.isEmpty() ? SendQueues.UNKNOWN : SendQueues.now();
        for (WatchedDownload download : watched) {
            download.look(now, queues).ifPresent(why -> cutOff(download, why));
        }
    }

    private void cutOff(WatchedDownload watchedDownload, CutOffException why) {
        Download download = watchedDownload.download();
        LOG.debug(
                "{} is cut off after {} of {} bytes: {}",
                download.client(),
                download.written(),
                download.promised(),
                why.getMessage());
        switch (why.end()) {
            case STALLED -> stalled.increment();
            case TOO_SLOW -> tooSlow.increment();
            default -> LOG.debug("not for its client's fault");
        }
        watchedDownload.cutOff(why);
    }
}
