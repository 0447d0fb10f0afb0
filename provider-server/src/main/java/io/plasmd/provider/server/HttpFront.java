package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.http.CutOff;
import io.plasmd.provider.server.http.Http1Compliance;
import io.plasmd.provider.server.http.ProblemErrorHandler;
import io.plasmd.provider.server.log.FailureText;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.tls.TlsWatch;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, wired for this product. */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private static final Duration AFTER_CUT_OFF = Duration.ofMillis(500);

    private final HostSettings settings;
    private final Server server;
    private final Listeners listeners;
    private final RequestGate gate;
    private final ServiceManager manager;
    /** The last one before the servlets. */
    private final Handler.Wrapper lastGate;

    private @Nullable PluginThreads pluginThreads;

    private final EndpointContextHandler context = new EndpointContextHandler();
    private final Mounts mounts;
    private final List<Problem> servletProblems = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Before the endpoints start, so that no metric of theirs can take the name of one of the host's.
     *
     * @param buffers null for Jetty's own
     */
    HttpFront(
            HostSettings settings,
            HostProvider provider,
            Mounts mounts,
            DownloadListeners downloads,
            AccessLog accessLog,
            InstantSource clock,
            ServiceManager manager,
            @Nullable ByteBufferPool buffers) {
        this.settings = settings;
        this.manager = manager;
        this.mounts = mounts;
        var threads = new QueuedThreadPool(settings.threads(), Math.min(4, settings.threads()));
        threads.setName("http");
        // What is left after the grace is interrupted after half of this, not of Jetty's 5 s.
        threads.setStopTimeout(1000);
        server = new Server(threads, null, buffers);
        listeners = new Listeners(server, settings, provider, httpConfiguration(settings), manager.sockets());
        listeners.add(provider, clock, problems);
        manager.watchdog()
                .ifPresent(patience -> server.addBean(new Watchdog(manager, patience, threads, server.getScheduler())));

        var errors = new ProblemErrorHandler();
        context.setErrorHandler(errors);
        // The name of the logger behind ServletContext.log().
        context.setDisplayName("servlet");
        // Else a servlet that asks for its path gets an exception where Http1Compliance let a %25 through.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        var journal = new RequestJournal(provider.metrics(), accessLog, downloads);
        var paths = new OperationsPaths(settings.operations(), mounts);
        Handler.@Nullable Wrapper operations = settings.operations().isOn() ? new OperationsGate(paths, context) : null;
        Handler.@Nullable Wrapper hosts = settings.allowedHosts().isOn()
                ? new HostGate(settings.allowedHosts(), paths, operations == null ? context : operations)
                : null;
        Handler.@Nullable Wrapper inner = operations == null ? hosts : operations;
        Handler next = hosts != null ? hosts : operations != null ? operations : context;
        var methods = new Methods(mounts, paths, settings.allowedHosts(), AnswerLimits.read(provider.config()));
        gate = new RequestGate(provider, journal, settings.requestLimits(), methods, mounts, next);
        lastGate = inner == null ? gate : inner;
        server.setHandler(gate);
        server.setErrorHandler(errors);
        server.setRequestLog(journal);
    }

    private static HttpConfiguration httpConfiguration(HostSettings settings) {
        var http = new HttpConfiguration();
        // An empty or telling Server header helps no client; some UEFI builds stumble over an empty one.
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(settings.heads().bytes());
        http.setResponseHeaderSize(settings.heads().bytes());
        // Remembered header fields are a table of 96 KiB for each connection from its second request on: 37 MiB for 400
        // machines, and machines do not ask often enough to gain anything.
        http.setHeaderCacheSize(0);
        Http1Compliance.apply(http);
        if (!settings.trustedProxies().isEmpty()) {
            http.addCustomizer(new TrustedProxies(settings.trustedProxies()));
        }
        return http;
    }

    private void mountServlets() {
        for (Mounts.Mounted mount : mounts.all()) {
            var servlet = new MountedServlet(mount, servletProblems::add);
            var holder = new ServletHolder(mount.endpoint().name() + " " + mount.path(), servlet);
            holder.setAsyncSupported(true);
            // At start, so that a servlet whose init() fails stops the start.
            holder.setInitOrder(0);
            context.addServlet(holder, mount.path());
        }
        if (PluginThreads.isNeeded(mounts)) {
            pluginThreads = new PluginThreads(mounts, settings.requestLimits().perEndpoint());
            lastGate.insertHandler(pluginThreads);
            context.runLaterIn(pluginThreads::execute);
        }
    }

    /** What of its own configuration is wrong, such as the files of the certificate. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Initializes the servlets without accepting connections, and destroys them again. */
    List<Problem> tryServlets() throws StartException {
        try {
            mountServlets();
            server.start();
            return servletProblems;
        } catch (Exception e) {
            throw new StartException(ExitStatus.FAILED, FailureText.of(e), e);
        } finally {
            stopQuietly();
        }
    }

    void start() throws StartException {
        DescriptorCheck.warnIfTooFew(settings.connectionLimits(), settings.requestLimits());
        try {
            mountServlets();
            listeners.open();
            server.start();
        } catch (StartException e) {
            stopQuietly();
            throw e;
        } catch (Exception e) {
            stopQuietly();
            throw new StartException(ExitStatus.FAILED, "the HTTP server cannot start: " + FailureText.of(e), e);
        }
        if (!servletProblems.isEmpty()) {
            stopQuietly();
            throw StartException.of(servletProblems);
        }
        listeners.logOthers();
    }

    URI url() {
        return listeners.url();
    }

    Listeners listeners() {
        return listeners;
    }

    void lookAtCertificates() {
        TlsWatch watch = server.getBean(TlsWatch.class);
        if (watch != null) {
            watch.lookNow();
        }
    }

    /** Closes the port, lets requests under way finish for a time, then ends everything. */
    void stop(Duration grace) {
        listeners.closeToClients();
        int underWay = gate.underWay();
        if (underWay > 0) {
            LOG.info(
                    "waiting for {} requests under way, {} s at most (provider.shutdown.grace)",
                    underWay,
                    grace.toSeconds());
            DrainReport.begin(manager, server.getScheduler(), gate::underWay, grace);
        }
        try {
            gate.awaitIdleAndClose(grace, listeners::anyMayAsk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CutOff.begin(server);
        int left = gate.underWay();
        if (left > 0) {
            LOG.warn(
                    "{} requests did not end within {} s (provider.shutdown.grace) and are cut off",
                    left,
                    grace.toSeconds());
            cutOff();
        }
        stopQuietly();
    }

    /**
     * Each has a line in the access log, which is closed next, so it must have ended before Jetty stops: what ends later
     * Jetty leaves as it is, and never says so.
     */
    private void cutOff() {
        listeners.cutOff();
        if (pluginThreads != null) {
            pluginThreads.interrupt();
        }
        try {
            gate.awaitIdle(AFTER_CUT_OFF);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopQuietly() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.debug("Jetty failed to stop", e);
        }
    }
}
