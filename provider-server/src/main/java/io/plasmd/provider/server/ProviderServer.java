package io.plasmd.provider.server;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.files.OwnUser;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.LogMetrics;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server, from the reading of its configuration to its stop. */
public final class ProviderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderServer.class);

    private final Preparation preparation;
    private final EndpointHost host;
    private final HttpFront http;
    private final AccessLog accessLog;
    private final DataLock lock;
    private final ServiceManager manager;

    private ProviderServer(
            Preparation preparation,
            EndpointHost host,
            HttpFront http,
            AccessLog accessLog,
            DataLock lock,
            ServiceManager manager) {
        this.preparation = preparation;
        this.host = host;
        this.http = http;
        this.accessLog = accessLog;
        this.lock = lock;
        this.manager = manager;
    }

    /**
     * Goes through all phases; when this returns, connections are accepted.
     *
     * @param preparation belongs to the server from here on
     * @param manager is told of the stop, and that requests are answered
     * @throws StartException with every problem at once, or because the port cannot be had
     */
    public static ProviderServer start(Preparation preparation, InstantSource clock, ServiceManager manager)
            throws StartException {
        return start(preparation, clock, manager, null);
    }

    /** With a pool of buffers that can be asked what became of them; null for Jetty's own. */
    static ProviderServer start(
            Preparation preparation, InstantSource clock, ServiceManager manager, @Nullable ByteBufferPool buffers)
            throws StartException {
        preparation.orThrow();
        HostSettings settings = preparation.settings();
        var data = new DataDirectory(settings.data(), OwnUser.uid());
        DataLock lock = DataLock.take(data);
        try {
            return start(preparation, clock, manager, buffers, data, lock);
        } catch (StartException | RuntimeException e) {
            lock.close();
            preparation.close();
            throw e;
        }
    }

    private static ProviderServer start(
            Preparation preparation,
            InstantSource clock,
            ServiceManager manager,
            @Nullable ByteBufferPool buffers,
            DataDirectory data,
            DataLock lock)
            throws StartException {
        HostSettings settings = preparation.settings();
        var host = new EndpointHost(preparation.config(), data, clock);
        HostMetrics metrics = host.provider().metrics();
        LogMetrics.addTo(metrics);
        AccessLog accessLog = AccessLog.open(settings.accessLog(), settings.accessLogRetainDays(), metrics, clock);
        try {
            var http = new HttpFront(
                    settings, host.provider(), host.mounts(), host.downloads(), accessLog, clock, manager, buffers);
            List<Problem> problems = new ArrayList<>(http.problems());
            problems.addAll(host.start(preparation.endpoints()));
            if (!problems.isEmpty()) {
                throw StartException.of(problems);
            }
            http.start();
            host.provider().enter(Provider.Phase.READY);
            return new ProviderServer(preparation, host, http, accessLog, lock, manager);
        } catch (StartException | RuntimeException e) {
            host.close();
            accessLog.close();
            throw e;
        }
    }

    /**
     * Opens the access log again and looks at the certificates.
     *
     * @param asked by what, for the log
     */
    public void refresh(String asked) {
        LOG.info("{}: the access log is opened again, and the certificates are looked at", asked);
        accessLog.reopen();
        http.lookAtCertificates();
    }

    /** Of the port in use, with a slash at the end. */
    public URI url() {
        return http.url();
    }

    /** Of the other addresses that are listened on, by name: https, operations. */
    URI url(String listener) {
        return http.listeners().url(listener);
    }

    /** What the endpoints have to say to whoever started the server; may be empty. */
    public String readyNotes() {
        return host.readyNotes();
    }

    /** The value of a metric now; null where there is none of the name. */
    @Nullable
    Object metric(String name) {
        return host.provider().metric(name);
    }

    /** The check of a name, as {@code /health} runs it; null where there is none. */
    @Nullable
    HealthCheck healthCheck(String name) {
        return host.provider().healthChecks().get(name);
    }

    /** Drains and stops, as long as {@code shutdown.delay} and {@code shutdown.grace} say. */
    @Override
    public void close() {
        host.provider().enter(Provider.Phase.DRAINING);
        Duration delay = preparation.settings().shutdownDelay();
        manager.stopping(delay.plus(preparation.settings().shutdownGrace()));
        LOG.info(
                "stopping{}",
                delay.isZero() ? "" : ": for " + delay.toMillis() + " ms /health/ready says 503, then the port closes");
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(preparation.settings().shutdownGrace());
        host.close();
        accessLog.close();
        lock.close();
        preparation.close();
        LOG.info("stopped");
    }
}
