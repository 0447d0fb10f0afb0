package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.HealthCheck;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** The endpoint that serves the artifacts. */
public final class ArtifactsEndpoint implements Endpoint {
    private @Nullable Digests digests;
    private @Nullable CatalogWatch watch;

    /** Called by {@link java.util.ServiceLoader}. */
    public ArtifactsEndpoint() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "artifacts";
    }

    @Override
    public void start(EndpointContext context) {
        ArtifactsSettings settings = ArtifactsSettings.read(context);
        var computed = new Digests(settings.digestThreads(), new DigestStore(context.dataDirectory()), context.clock());
        digests = computed;
        var tree = new ArtifactTree(settings.directory(), settings.roles(), computed);
        var scanner = new TreeScanner(tree);
        var metrics = new ArtifactMetrics(context.metrics(), settings.roles().names());
        context.mount("/*", new ArtifactServlet(tree, settings, new Sidecars(tree, scanner), metrics));
        context.addHealthCheck("artifacts_readable", () -> readable(settings));

        var catalog = new CatalogWatch(scanner, computed, settings.scanInterval());
        watch = catalog;
        new ArtifactStatus(settings, catalog).addTo(context);
        context.addReadyNote(() -> "channel " + settings.channel());
        context.addReadyNote(() -> "arch " + settings.arch());
        context.addReadyNote(() -> count(
                scanner.scan(settings.channel(), settings.arch()).entries().size()));
        catalog.start();
    }

    private static String count(int artifacts) {
        return artifacts == 1 ? "1 artifact" : artifacts + " artifacts";
    }

    private static HealthCheck.Result readable(ArtifactsSettings settings) {
        return Files.isDirectory(settings.directory()) && Files.isReadable(settings.directory())
                ? HealthCheck.Result.ok()
                : HealthCheck.Result.failed("cannot read " + settings.directory() + ": is it mounted?");
    }

    @Override
    public void close() throws InterruptedException {
        if (watch != null) {
            watch.close();
        }
        if (digests != null) {
            digests.close();
        }
    }
}
