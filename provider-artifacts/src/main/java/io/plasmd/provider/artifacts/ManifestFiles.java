package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.SignedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last manifest of each architecture of a channel in a file, so that a restart does not make another one. */
final class ManifestFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestFiles.class);

    private final Path directory;
    private boolean failing;

    ManifestFiles(Path directory) {
        this.directory = directory;
    }

    Optional<SignedManifest> load(String channel, String arch) {
        try {
            if (Files.notExists(file(channel, arch))) {
                return Optional.empty();
            }
            return Optional.of(SignedManifest.parse(Files.readAllBytes(file(channel, arch))));
        } catch (IOException | ReleaseException e) {
            LOG.warn(
                    "cannot use the remembered manifest {}: {}. It is made anew.", file(channel, arch), e.getMessage());
            return Optional.empty();
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old one or the new one. */
    synchronized void save(SignedManifest manifest) {
        Path file = file(manifest.manifest().channel(), manifest.manifest().arch());
        // No architecture has a name with a dot in front.
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.write(fresh, manifest.bytes());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException e) {
            // Of a data directory that is not there at all the host has said so.
            if (!failing && Files.isDirectory(directory.resolveSibling("."))) {
                LOG.warn(
                        "cannot remember the manifest in {}: {}. It will be made anew at the next start.",
                        file,
                        e.toString());
            }
            failing = true;
        }
    }

    /** Where that of a channel and architecture is. */
    Path file(String channel, String arch) {
        return directory.resolve(channel).resolve(arch + ".json");
    }
}
