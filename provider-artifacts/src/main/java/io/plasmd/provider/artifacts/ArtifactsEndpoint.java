package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.catalog.ArtifactCatalog;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The endpoint that serves the artifacts. */
public final class ArtifactsEndpoint implements Endpoint {
    private @Nullable ArtifactCatalog catalog;

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
        BooleanSupplier starting = () -> context.provider().phase() == Provider.Phase.STARTING;
        var artifacts = new ArtifactCatalog(
                settings.catalog(), Path.of(settings.channel(), settings.arch()), starting, context.clock());
        catalog = artifacts;
        var metrics = new ArtifactMetrics(context.metrics(), settings.roles().names());
        var downloads = new Downloads(context.metrics());
        var queue = new DownloadQueue(settings.downloads(), context);
        var slowness = new DownloadWatch(settings.speed(), System::nanoTime);
        var speedStatus = new SpeedStatus(slowness, settings.pacing(), context.metrics());
        var speed = new Speed(slowness, settings.pacing(), speedStatus::waited);
        var servlet = new ArtifactServlet(artifacts, settings, metrics, downloads, queue, speed);
        context.mount("/*", servlet);
        context.offer(artifacts.view(), new FileAnswers(servlet));

        speedStatus.addTo(context, downloads);
        context.addStatus("artifacts.downloads", downloads::status);
        artifacts.addTo(context);
        new ArtifactStatus(settings, artifacts).addTo(context);
        context.addReadyNote(() -> "channel " + settings.channel());
        context.addReadyNote(() -> "arch " + settings.arch());
        context.addReadyNote(() -> artifacts.count(settings.channel(), settings.arch()));
        artifacts.start();
    }

    @Override
    public void close() throws InterruptedException {
        if (catalog != null) {
            catalog.close();
        }
    }
}
