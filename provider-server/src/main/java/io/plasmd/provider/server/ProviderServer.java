package io.plasmd.provider.server;

import io.plasmd.provider.api.Provider;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server, from the reading of its configuration to its stop. */
final class ProviderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderServer.class);

    private final EndpointLoader loader;
    private final EndpointHost host;
    private final HostSettings settings;
    private final HttpFront http;
    private final AccessLog accessLog;

    private ProviderServer(
            EndpointLoader loader, EndpointHost host, HostSettings settings, HttpFront http, AccessLog accessLog) {
        this.loader = loader;
        this.host = host;
        this.settings = settings;
        this.http = http;
        this.accessLog = accessLog;
    }

    /** Goes through all phases; when this returns, connections are accepted. */
    static ProviderServer start(Preparation preparation, InstantSource clock) throws StartException {
        HostSettings settings = HostSettings.read(preparation.configuration(), preparation.problems());
        preparation.orThrow();
        var host = new EndpointHost(preparation.configuration().config(), settings.data(), clock);
        AccessLog accessLog = AccessLog.open(
                settings.accessLog(),
                settings.accessLogRetainDays(),
                host.provider().metrics());
        try {
            var http = new HttpFront(settings, host.provider(), host.mounts(), accessLog);
            List<Problem> problems = host.start(preparation.loader().endpoints());
            if (!problems.isEmpty()) {
                throw StartException.wrongConfiguration(problems);
            }
            http.start();
            host.provider().enter(Provider.Phase.READY);
            return new ProviderServer(preparation.loader(), host, settings, http, accessLog);
        } catch (StartException | RuntimeException e) {
            host.close();
            accessLog.close();
            closeLoader(preparation.loader());
            throw e;
        }
    }

    URI url() {
        return http.url();
    }

    String readyNotes() {
        return host.readyNotes();
    }

    /** Drains and stops, as long as {@code shutdown.delay} and {@code shutdown.grace} say. */
    @Override
    public void close() {
        host.provider().enter(Provider.Phase.DRAINING);
        try {
            Thread.sleep(settings.shutdownDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(settings.shutdownGrace());
        host.close();
        accessLog.close();
        closeLoader(loader);
    }

    private static void closeLoader(EndpointLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.debug("cannot close a plugin jar", e);
        }
    }
}
