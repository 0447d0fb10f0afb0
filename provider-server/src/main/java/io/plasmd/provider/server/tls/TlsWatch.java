package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.log.LogText;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks at the files of {@code provider.http.tls}, while the server runs. */
public final class TlsWatch extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

    private final TlsReload reload;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);
    private @Nullable Thread thread;

    TlsWatch(TlsReload reload, Duration interval) {
        this.reload = reload;
        this.interval = interval;
    }

    @Override
    protected void doStart() {
        thread = Thread.ofPlatform().name("tls-files").daemon().start(this::run);
    }

    private void run() {
        try {
            while (true) {
                lookOnce();
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // stopped
        }
    }

    /** Does not wait for the next time. */
    public void lookNow() {
        wanted.release();
    }

    private void lookOnce() {
        try {
            reload.look();
        } catch (RuntimeException e) {
            // The next look may go well: without this thread no certificate would ever be renewed.
            LOG.warn("cannot look at the files of provider.http.tls: {}", LogText.failure(e));
            LOG.debug("cannot look at the files of provider.http.tls", e);
        }
    }

    @Override
    protected void doStop() throws InterruptedException {
        Thread started = thread;
        if (started != null) {
            started.interrupt();
            started.join();
        }
    }
}
