package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.ReleaseUse;
import io.plasmd.provider.release.Releases;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
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
        ManifestSettings manifest = ManifestSettings.read(context);
        BooleanSupplier starting = () -> context.provider().phase() == Provider.Phase.STARTING;
        var releases = new Releases(settings.directory());
        PrivateDirectory memory = memory(context);
        var computed = new Digests(
                settings.digestThreads(),
                new DigestStore(memory),
                new RecordedDigests(releases, starting),
                new Uploads(settings.uploadRest()),
                context.clock());
        digests = computed;
        var tree = new ArtifactTree(settings.directory(), settings.roles(), computed);
        var scanner = new TreeScanner(tree);
        var catalog = new CatalogWatch(
                scanner, new KeptReleases(settings.directory(), releases), computed, settings.scanInterval(), starting);
        watch = catalog;
        var blobs = new Blobs(catalog, computed);
        var remembered = new RememberedManifests(new ManifestFiles(memory), manifest.keys());
        var maker = new ManifestMaker(manifest, remembered, context.clock());
        var manifests = new Manifests(tree, scanner, releases, maker, blobs, context.clock());
        var health = new TreeHealth(tree, catalog, settings.channel(), settings.arch());
        catalog.afterEachLook(health::look);
        catalog.afterEachLook(manifests::refresh);
        var watched = new ReleaseWatch(catalog, releases, manifests, computed);
        var mirrored = new MirrorWatch(catalog, manifests, context.clock());
        catalog.afterEachLook(watched::look);
        catalog.afterEachLook(mirrored::look);

        var uses = new ReleaseUse();
        var metrics = new ArtifactMetrics(context.metrics(), settings.roles().names());
        var downloads = new Downloads(context.metrics());
        var sidecars = new Sidecars(tree, scanner, manifest.keys().stream().findFirst(), releases);
        var queue = new DownloadQueue(settings.downloads(), context);
        var slowness = new DownloadWatch(settings.speed(), System::nanoTime);
        var speedStatus = new SpeedStatus(slowness, settings.pacing(), context.metrics());
        speedStatus.addTo(context, downloads);
        var speed = new Speed(slowness, settings.pacing(), speedStatus::waited);
        context.addStatus("artifacts.downloads", downloads::status);
        context.mount(
                "/*",
                new ArtifactServlet(
                        tree, settings, sidecars, manifests, blobs, computed, uses, metrics, downloads, queue, speed));
        context.addHealthCheck("artifacts_readable", health);
        context.addHealthCheck("releases_intact", watched::check);
        context.addHealthCheck("mirrored_manifests_in_force", mirrored::check);
        new ArtifactStatus(settings, catalog, computed).addTo(context);
        new ReleaseStatus(manifest, catalog, manifests).addTo(context);
        context.addReadyNote(() -> {
            // Not before: of a start that fails, the reason is all that is said.
            OpenFile.prepare();
            if (manifest.keys().isEmpty()) {
                SigningNotice.log(settings.directory());
            }
            return "";
        });
        context.addReadyNote(() -> "channel " + settings.channel());
        context.addReadyNote(() -> "arch " + settings.arch());
        context.addReadyNote(() -> count(scanner.count(settings.channel(), settings.arch())));
        catalog.start();
    }

    private static PrivateDirectory memory(EndpointContext context) {
        var memory = new PrivateDirectory(context.dataDirectory());
        String data = context.provider().config().getString("data");
        new EarlierPlace(Path.of(data).toAbsolutePath().resolve("artifacts")).moveTo(memory);
        return memory;
    }

    private static String count(int artifacts) {
        return artifacts == 1 ? "1 artifact" : artifacts + " artifacts";
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
