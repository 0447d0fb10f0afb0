package io.plasmd.provider.health;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The endpoint that says how the server is. */
public final class HealthEndpoint implements Endpoint {
    private @Nullable Sampler sampler;

    /** Most servers are never looked at by a browser. */
    private static final class PageFiles {
        static final PageResource STYLE = PageResource.load("/status.css");
        static final PageResource SCRIPT = PageResource.load("/status.js");
    }

    /** Called by {@link java.util.ServiceLoader}. */
    public HealthEndpoint() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public void start(EndpointContext context) {
        Provider provider = context.provider();
        var checks = new HealthChecks(provider, context.config().getDuration("check-timeout"), context.clock());
        context.addHealthCheck("disk_space_ok", new DiskSpaceCheck(provider, context.config()));
        context.metrics().gauges("health_check", "1 where the check is well, else 0.", "check", checks::values);
        context.addStatus("provider.name", provider::name);
        context.addStatus("provider.version", provider::version);
        var uptime = new Uptime(provider.startedAt(), context.clock().instant());
        context.addStatus("provider.uptime_secs", uptime::seconds);
        context.addStatus("plugins", provider::plugins);
        var busy = new Sampler(provider, context.clock());
        sampler = busy;
        var shared = new SharedAnswers();
        context.addStatus("health", () -> checks.now().toJson());
        Supplier<CompletableFuture<Void>> atOnce = () -> CompletableFuture.completedFuture(null);

        context.mount(
                "",
                new RootServlet(
                        isPublic -> JsonAnswer.ok(ProviderInfo.of(provider, isPublic)),
                        checks::ask,
                        (query, host) -> StatusPage.render(
                                PageModel.of(
                                        provider,
                                        query,
                                        busy.samples(),
                                        context.clock().instant(),
                                        host),
                                PageFiles.STYLE,
                                PageFiles.SCRIPT),
                        shared,
                        context::send));
        context.mount(
                "/status.css", new PageResourceServlet("text/css;charset=utf-8", () -> PageFiles.STYLE, context::send));
        context.mount(
                "/status.js",
                new PageResourceServlet("text/javascript;charset=utf-8", () -> PageFiles.SCRIPT, context::send));
        context.mount(
                "/health",
                JsonServlet.ofHealth(
                        checks::ask, isPublic -> report(checks, isPublic).toAnswer(), context::send));
        context.mount(
                "/health/live", JsonServlet.ofHealth(atOnce, isPublic -> JsonAnswer.status("alive"), context::send));
        context.mount(
                "/health/ready",
                JsonServlet.ofHealth(atOnce, isPublic -> Readiness.of(provider.phase()), context::send));
        context.mount("/status", new StatusServlet(checks::ask, provider::status, shared, context::send));
        busy.start();
    }

    private static HealthReport report(HealthChecks checks, boolean isPublic) {
        HealthReport report = checks.report();
        return isPublic ? report.withoutDetails() : report;
    }

    @Override
    public void close() throws InterruptedException {
        Sampler started = sampler;
        if (started != null) {
            started.close();
        }
    }
}
