package io.plasmd.provider.server;

import io.plasmd.provider.api.Provider;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;

/** One server, from the reading of its configuration to its stop. */
public final class ProviderServer implements AutoCloseable {
    private final Preparation preparation;
    private final EndpointHost host;
    private final HttpFront http;
    private final AccessLog accessLog;

    private ProviderServer(Preparation preparation, EndpointHost host, HttpFront http, AccessLog accessLog) {
        this.preparation = preparation;
        this.host = host;
        this.http = http;
        this.accessLog = accessLog;
    }

    /**
     * Goes through all phases; when this returns, connections are accepted.
     *
     * @param preparation belongs to the server from here on
     * @throws StartException with every problem at once, or because the port cannot be had
     */
    public static ProviderServer start(Preparation preparation, InstantSource clock) throws StartException {
        return start(preparation, clock, null);
    }

    /** With a pool of buffers that can be asked what became of them; null for Jetty's own. */
    static ProviderServer start(Preparation preparation, InstantSource clock, @Nullable ByteBufferPool buffers)
            throws StartException {
        preparation.orThrow();
        HostSettings settings = preparation.settings();
        var data = new DataDirectory(settings.data(), OwnUser.uid());
        var host = new EndpointHost(preparation.config(), data, clock);
        AccessLog accessLog = AccessLog.open(
                settings.accessLog(),
                settings.accessLogRetainDays(),
                host.provider().metrics());
        try {
            var http = new HttpFront(settings, host.provider(), host.mounts(), accessLog, clock, buffers);
            List<Problem> problems = new ArrayList<>(http.problems());
            problems.addAll(host.start(preparation.endpoints()));
            if (!problems.isEmpty()) {
                throw StartException.wrongConfiguration(problems);
            }
            http.start();
            host.provider().enter(Provider.Phase.READY);
            return new ProviderServer(preparation, host, http, accessLog);
        } catch (StartException | RuntimeException e) {
            host.close();
            accessLog.close();
            preparation.close();
            throw e;
        }
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

    /** Drains and stops, as long as {@code shutdown.delay} and {@code shutdown.grace} say. */
    @Override
    public void close() {
        host.provider().enter(Provider.Phase.DRAINING);
        try {
            Thread.sleep(preparation.settings().shutdownDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(preparation.settings().shutdownGrace());
        host.close();
        accessLog.close();
        preparation.close();
    }
}
