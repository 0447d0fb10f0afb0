package io.plasmd.provider.server;

import com.typesafe.config.Config;
import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.api.Download;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.FileServer;
import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Metrics;
import io.plasmd.provider.api.Mount;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.api.Table;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import io.plasmd.provider.server.plugin.PluginCheck;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one endpoint is given. */
final class HostContext implements EndpointContext {
    private static final Logger LOG = LoggerFactory.getLogger(HostContext.class);

    private final EndpointHost host;
    private final LoadedEndpoint endpoint;
    private volatile boolean starting = true;

    HostContext(EndpointHost host, LoadedEndpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
    }

    void endStart() {
        starting = false;
    }

    private void requireStarting() {
        if (!starting) {
            throw new IllegalStateException("endpoint " + endpoint.name() + " has started; add things in its start()");
        }
    }

    @Override
    public Config config() {
        return host.configOf(endpoint);
    }

    @Override
    public Provider provider() {
        return host.provider();
    }

    @Override
    public void mount(Mount mount, Servlet servlet) {
        requireStarting();
        host.mounts().add(Objects.requireNonNull(mount, "mount"), Objects.requireNonNull(servlet, "servlet"), endpoint);
    }

    @Override
    public Catalog catalog() {
        return host.offered();
    }

    @Override
    public FileServer files() {
        return host.offered();
    }

    @Override
    public void offer(Catalog catalog, FileServer files) {
        requireStarting();
        host.offered().take(endpoint, catalog, files);
    }

    @Override
    public void onDownload(Consumer<Download> listener) {
        requireStarting();
        host.downloads().add(endpoint, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void send(HttpServletResponse response, byte[] content) throws IOException {
        WholeAnswer.send(
                Objects.requireNonNull(response, "response"),
                Objects.requireNonNull(content, "content"),
                host.answerLimits(),
                host.answerMemory());
    }

    @Override
    public String client(HttpServletRequest request) {
        Request exchange = ServletContextRequest.getServletContextRequest(Objects.requireNonNull(request, "request"));
        return exchange.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                        && !remote.isUnresolved()
                ? host.counted().text(remote.getAddress())
                : request.getRemoteAddr();
    }

    @Override
    public void addHealthCheck(String name, HealthCheck check) {
        requireStarting();
        host.provider()
                .addHealthCheck(
                        Objects.requireNonNull(name, "name"), new PluginCheck(Objects.requireNonNull(check, "check")));
    }

    @Override
    public void addStatus(String field, Supplier<? extends @Nullable Object> value) {
        requireStarting();
        host.provider()
                .statusFields()
                .add(Objects.requireNonNull(field, "field"), Objects.requireNonNull(value, "value"));
    }

    @Override
    public void addSection(String title, Supplier<Table> table) {
        requireStarting();
        host.provider().addSection(Objects.requireNonNull(title, "title"), Objects.requireNonNull(table, "table"));
    }

    @Override
    public void addReadyNote(Supplier<String> words) {
        requireStarting();
        host.addReadyNote(Objects.requireNonNull(words, "words"));
    }

    @Override
    public Metrics metrics() {
        return host.provider().metrics();
    }

    @Override
    public Path dataDirectory() {
        try {
            host.data().make(endpoint);
        } catch (IOException e) {
            if (host.firstLossOfData()) {
                LOG.warn(
                        "cannot create the data directory {}: {}. What {} wants to remember is lost at the next start;"
                                + " choose a writable directory with --data (provider.data).",
                        host.data().of(endpoint),
                        e.toString(),
                        endpoint.label());
            }
        }
        return host.data().of(endpoint);
    }

    @Override
    public boolean isTrial() {
        return host.data().isTrial();
    }

    @Override
    public InstantSource clock() {
        return host.clock();
    }
}
