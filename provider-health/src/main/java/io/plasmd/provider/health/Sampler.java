package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers how busy the server was in the last minutes. */
final class Sampler implements AutoCloseable {
    // In milliseconds: to divide a Duration by another one needs BigDecimal, whose tables took 10 % of the start.
    private static final int CAPACITY = (int) (Sample.WINDOW.toMillis() / Sample.INTERVAL.toMillis()) + 1;

    private final Provider provider;
    private final InstantSource clock;
    private final Deque<Sample> samples = new ArrayDeque<>(CAPACITY);
    private final Thread thread;
    private @Nullable Reading last;

    /** What the counters said. Time is that of the monotonic clock: the other one may be set. */
    private record Reading(long nanos, long bytesServed) {}

    Sampler(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("status-sampler").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                // First the pause: while the server starts, endpoints still add to the status.
                Thread.sleep(Sample.INTERVAL);
                if (provider.phase() != Provider.Phase.STARTING) {
                    sample();
                }
            }
        } catch (InterruptedException e) {
            // The way to end it: see close().
        }
    }

    private void sample() {
        if (provider.metric("bytes_served_total") instanceof Number bytes
                && provider.metric("active_downloads") instanceof Number downloads) {
            add(clock.instant(), new Reading(System.nanoTime(), bytes.longValue()), downloads.longValue());
        }
    }

    private void add(Instant at, Reading now, long activeDownloads) {
        Reading before = last;
        last = now;
        if (before == null) {
            return;
        }
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        double bytes = Math.max(0, now.bytesServed() - before.bytesServed());
        synchronized (samples) {
            if (samples.size() == CAPACITY) {
                samples.removeFirst();
            }
            samples.addLast(new Sample(at, bytes / seconds, activeDownloads));
        }
    }

    /** The oldest first. */
    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(1000);
    }
}
