package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes releases below the artifacts directory of a server, as {@code provider publish} does. */
final class Publishing {
    static final Roles ROLES = new Roles(
            Map.of("kernel", List.of("vmlinuz"), "initramfs", List.of("initrd.img"), "rootfs", List.of("rootfs.img")));

    private final Path scratch;
    private final Publisher publisher;
    private final int keep;

    /**
     * Begins with no release.
     *
     * @param keep how many releases stay
     */
    Publishing(ArtifactServer server, int keep) throws IOException {
        this.scratch = Files.createTempDirectory(server.scratch(), "publish");
        this.publisher = new Publisher(server.root(), ROLES);
        this.keep = keep;
    }

    Release publish(String version, Map<String, byte[]> files) throws Exception {
        return publish(version, files, keep);
    }

    Release publish(String version, Map<String, byte[]> files, int keep) throws Exception {
        Path directory = Files.createDirectories(scratch.resolve(version));
        List<PublishRequest.Source> sources = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            sources.add(new PublishRequest.Source(file.getKey(), path, Optional.empty()));
        }
        var request = new PublishRequest("stable", "x86_64", Optional.of(version), sources, false, keep);
        return publisher.publish(request, ProgressDisplay::none).release();
    }

    void rollback(String version) throws Exception {
        publisher.rollback("stable", "x86_64", Optional.of(version));
    }

    static String blob(byte[] content) {
        return "/blobs/sha256/" + Digest.ofContent(content).hex();
    }
}
