package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.URIUtil;

/** What holds of a request's target, whatever bytes it has: what it finds is a file that is there for clients. */
final class PathFuzz {
    private static final Path SCRATCH = scratch();
    private static final Path ROOT = SCRATCH.resolve("artifacts");
    private static final ArtifactsSettings SETTINGS = new ArtifactsSettings(
            ROOT,
            "stable",
            "x86_64",
            new Roles(Map.of("kernel", List.of("vmlinuz"), "initramfs", List.of("initrd.img"))),
            Duration.ofSeconds(1),
            1,
            16,
            Transfer.MAPPED,
            new DownloadLimits(1, 1, Duration.ofSeconds(1)),
            new SpeedLimits(Duration.ofSeconds(1), 0, Duration.ofSeconds(1)),
            new PacingSettings(0, 0, List.of()));
    private static final ArtifactTree TREE = new ArtifactTree(
            ROOT,
            SETTINGS.roles(),
            new Digests(
                    1,
                    new DigestStore(SCRATCH),
                    new RecordedDigests(new Releases(ROOT), () -> false),
                    // Every file has just changed, so none is digested.
                    InstantSource.fixed(Instant.EPOCH)));

    private PathFuzz() {}

    private static Path scratch() {
        try {
            Path scratch = Files.createTempDirectory("path-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch)));
            Path release = Files.createDirectories(scratch.resolve("artifacts/stable/x86_64"));
            for (String name : List.of("vmlinuz", "initrd.img", ".hidden", "käse €.img", "a b", "manifest.json")) {
                Files.writeString(release.resolve(name), name);
            }
            Files.writeString(scratch.resolve("secret"), "secret");
            Files.writeString(scratch.resolve("artifacts/top"), "no artifact");
            Files.createDirectories(release.resolve("directory"));
            Files.writeString(release.resolve("directory/vmlinuz"), "no artifact");
            Files.createSymbolicLink(release.resolve("out"), Path.of("../../../secret"));
            Files.createSymbolicLink(release.resolve("in"), Path.of("vmlinuz"));
            Files.createSymbolicLink(release.resolve("ring"), Path.of("ring"));
            Files.createSymbolicLink(release.resolve("device"), Path.of("/dev/zero"));
            Files.createSymbolicLink(scratch.resolve("artifacts/up"), scratch);
            Files.createDirectories(scratch.resolve("artifacts/.hidden/x86_64"));
            Files.writeString(scratch.resolve("artifacts/.hidden/x86_64/vmlinuz"), "hidden");
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tries one input, as the target of a request line and as a path that has been decoded already.
     *
     * @param data what follows the first slash
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        decoded("/" + new String(data, StandardCharsets.UTF_8));
        HttpURI uri;
        String path;
        try {
            uri = HttpURI.from("GET", "/" + new String(data, StandardCharsets.ISO_8859_1));
            path = URIUtil.decodePath(uri.getCanonicalPath());
        } catch (RuntimeException e) {
            // Refused with 400, whatever it is: Jetty 12.1 indexes a table of 128 places with bytes beyond ASCII.
            return;
        }
        boolean isAccepted = uri.getViolations().stream().allMatch(UriCompliance.DEFAULT::allows);
        if (isAccepted && path != null && path.startsWith("/")) {
            decoded(path);
        }
    }

    private static void decoded(String path) throws IOException {
        Optional<Route> route = Route.parse(path, SETTINGS);
        if (route.isEmpty() || !(route.get() instanceof Route.ToArtifact(ArtifactPath wanted))) {
            if (route.isPresent() && route.get() instanceof Route.ToBlob(ArtifactPath blob, Digest digest)) {
                require(blob.name().equals(digest.hex()), path);
            }
            return;
        }
        Optional<Artifact> found = TREE.find(wanted);
        if (found.isEmpty()) {
            return;
        }
        Path file = found.get().version().path();
        require(file.startsWith(ROOT.toRealPath()), path);
        require(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS), path);
        Path below = ROOT.toRealPath().relativize(file);
        require(below.getNameCount() == 3, path);
        for (Path segment : below) {
            require(!segment.toString().startsWith("."), path);
        }
        require(!below.endsWith("manifest.json"), path);
        require(Files.readString(file).equals(below.getFileName().toString()), path);
    }

    private static void require(boolean holds, String path) {
        if (!holds) {
            throw new IllegalStateException(path + " finds what is not for clients");
        }
    }
}
