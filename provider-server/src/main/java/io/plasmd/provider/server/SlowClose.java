package io.plasmd.provider.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of an endpoint that takes long to close that it is the one that is waited for. */
final class SlowClose implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowClose.class);
    private static final Duration LONG = Duration.ofSeconds(3);

    private final String label;
    private final Thread watch;

    SlowClose(String label) {
        this.label = label;
        this.watch = Thread.ofPlatform().daemon().name("slow-close").start(this::run);
    }

    private void run() {
        try {
            for (Duration waited = LONG; ; waited = waited.plus(LONG)) {
                Thread.sleep(LONG);
                LOG.warn("waiting for {} to close, for {} s now", label, waited.toSeconds());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
