package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.http.ClientConnector;
import io.plasmd.provider.server.http.ConnectionLimits;
import io.plasmd.provider.server.http.ConnectionWatch;
import io.plasmd.provider.server.http.Connections;
import io.plasmd.provider.server.http.HeadMemory;
import io.plasmd.provider.server.http.Http1ConnectionFactory;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.tls.Tls;
import io.plasmd.provider.server.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses that are listened on: plain HTTP always, HTTPS and one for operations where they are set. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final String OPERATIONS = "operations";

    /** Enough for a few scrapers and people at once; besides, Jetty's acceptor and selector need two of them. */
    private static final int OPERATIONS_THREADS = 6;

    private final Server server;
    private final HostSettings settings;
    private final HttpConfiguration http;
    private final HeadMemory heads;
    private final InheritedSockets inherited;
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable Connections ofClients;
    /** By name; also when the port is closed again. */
    private final Map<String, URI> urls = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param section of the configuration, where its address can be changed
     */
    private record Listener(String section, String scheme, String bind, int port, ClientConnector connector) {

        String name() {
            return connector.getName();
        }

        URI url() {
            return HostSettings.url(scheme, bind, connector.getLocalPort());
        }
    }

    Listeners(
            Server server,
            HostSettings settings,
            HostProvider provider,
            HttpConfiguration http,
            InheritedSockets inherited) {
        this.server = server;
        this.settings = settings;
        this.http = http;
        this.inherited = inherited;
        this.heads = new HeadMemory(settings.heads(), provider);
        provider.statusFields().add("listeners", () -> new LinkedHashMap<>(urls));
    }

    /** With HTTPS only where its files are sound; what is wrong with them is then a problem. */
    void add(HostProvider provider, InstantSource clock, List<Problem> problems) {
        var clients = new Connections(settings.connectionLimits(), provider);
        ofClients = clients;
        watch(clients, settings.connectionLimits());
        addPlain("provider.http", HTTP, settings.bind(), settings.port(), clients, heads, null);
        settings.tls().ifPresent(tls -> {
            Tls opened = Tls.open(tls, provider.metrics(), clock, problems);
            if (opened != null) {
                addTls(tls, opened, clients, provider);
            }
        });
        if (settings.operations().isOn()) {
            addOperations(settings.operations(), provider);
        }
    }

    private void addPlain(
            String section,
            String name,
            String bind,
            int port,
            Connections connections,
            HeadMemory memory,
            @Nullable ThreadPool ownThreads) {
        var connector = new ClientConnector(server, ownThreads, connections, new Http1ConnectionFactory(http, memory));
        connector.setName(name);
        add(new Listener(section, HTTP, bind, port, connector));
    }

    private void addTls(TlsSettings tls, Tls opened, Connections connections, HostProvider provider) {
        ConnectionFactory[] protocols = {
            opened.connectionFactory(), new Http1ConnectionFactory(opened.secure(http), heads)
        };
        var connector = new ClientConnector(server, null, connections, protocols);
        connector.setName(HTTPS);
        connector.addBean(opened.handshakeListener());
        server.addBean(opened.watch());
        add(new Listener("provider.http.tls", HTTPS, tls.bind(), tls.port(), connector));
        provider.statusFields().add("tls", () -> opened.status(url(HTTPS).getPort()));
    }

    /** With connections, memory and threads of its own, so that it answers while clients take all of theirs. */
    private void addOperations(OperationsSettings operations, HostProvider provider) {
        var limits = ConnectionLimits.ofOperations(settings.connectionLimits().headerTimeout());
        var connections = new Connections(limits);
        watch(connections, limits);
        provider.statusFields().add("limits.operations_connections", connections::status);
        var threads = new QueuedThreadPool(OPERATIONS_THREADS, 1);
        threads.setName(OPERATIONS);
        addPlain(
                "provider.http.operations",
                OPERATIONS,
                operations.bind(),
                operations.port(),
                connections,
                new HeadMemory(settings.heads()),
                threads);
    }

    private void watch(Connections connections, ConnectionLimits limits) {
        server.addBean(new ConnectionWatch(connections, limits.headerTimeout(), server.getScheduler()));
    }

    private void add(Listener listener) {
        ClientConnector connector = listener.connector();
        connector.setHost(listener.bind());
        connector.setPort(listener.port());
        connector.setAcceptQueueSize(settings.backlog());
        connector.setReusePort(settings.reusePort());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        listeners.add(listener);
    }

    /** Whether a request came by the operations address. */
    static boolean isOperations(Request request) {
        return OPERATIONS.equals(request.getConnectionMetaData().getConnector().getName());
    }

    /** Takes all ports, and gives them to Jetty, which answers as soon as it is started. */
    void open() throws StartException {
        for (Listener listener : listeners) {
            try {
                inherited.take(listener.port()).ifPresent(listener.connector()::inherit);
                listener.connector().open();
            } catch (IOException e) {
                String why = BindFailure.describe(
                        listener.section(), listener.bind(), listener.port(), settings.reusePort(), e);
                throw new StartException(ExitStatus.FAILED, why, e);
            }
            server.addConnector(listener.connector());
            urls.put(listener.name(), listener.url());
        }
        inherited.requireAllTaken(SameListener.of(settings));
    }

    /** Says where else than at the URL of the server there are answers. */
    void logOthers() {
        if (listeners.size() > 1) {
            LOG.info(
                    "listening as well: {}",
                    listeners.stream()
                            .skip(1)
                            .map(listener -> url(listener.name()) + " (" + listener.section() + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Of plain HTTP, with the port really bound. */
    URI url() {
        return url(HTTP);
    }

    /** Of a listener by its name: http, https, operations. */
    URI url(String name) {
        return Objects.requireNonNull(urls.get(name), name);
    }

    /** Whether a client that has just been answered may ask again. */
    boolean anyMayAskAgain() {
        return ofClients != null && ofClients.anyMayAskAgain();
    }

    /** Lets no new client in; the operations address stays until the server stops. */
    void closeToClients() {
        for (Listener listener : listeners) {
            if (!listener.name().equals(OPERATIONS)) {
                listener.connector().closePort();
            }
        }
    }

    /** Ends the connections of clients, whatever is under way on them. */
    void cutOff() {
        for (Listener listener : listeners) {
            if (!listener.name().equals(OPERATIONS)) {
                List.copyOf(listener.connector().getConnectedEndPoints()).forEach(EndPoint::close);
            }
        }
    }
}
