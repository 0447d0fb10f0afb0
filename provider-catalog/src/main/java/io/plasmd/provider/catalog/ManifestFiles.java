package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.SignedManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last manifest of each architecture of a channel in a file, so that a restart does not make another one. */
final class ManifestFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestFiles.class);

    static final Path NAME = Path.of("manifests");

    private final PrivateDirectory directory;
    private boolean failing;

    ManifestFiles(PrivateDirectory directory) {
        this.directory = directory;
    }

    Optional<SignedManifest> load(String channel, String arch) {
        try {
            Optional<byte[]> bytes = directory.read(name(channel, arch));
            return bytes.isEmpty() ? Optional.empty() : Optional.of(SignedManifest.parse(bytes.get()));
        } catch (IOException | ReleaseException e) {
            LOG.warn(
                    "cannot use the remembered manifest {}: {}. It is made anew.", file(channel, arch), e.getMessage());
            return Optional.empty();
        }
    }

    synchronized void save(SignedManifest manifest) {
        String channel = manifest.manifest().channel();
        String arch = manifest.manifest().arch();
        try {
            directory.write(name(channel, arch), manifest.bytes());
            failing = false;
        } catch (IOException e) {
            // Of a data directory that is not there at all the host has said so.
            if (!failing && directory.isThere()) {
                LOG.warn(
                        "cannot remember the manifest in {}: {}. It will be made anew at the next start.",
                        file(channel, arch),
                        e.toString());
            }
            failing = true;
        }
    }

    /** Where that of a channel and architecture is. */
    Path file(String channel, String arch) {
        return directory.file(name(channel, arch));
    }

    private static Path name(String channel, String arch) {
        return NAME.resolve(channel).resolve(arch + ".json");
    }
}
