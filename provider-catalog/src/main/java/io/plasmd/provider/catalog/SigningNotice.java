package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.VisibleFiles;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should know of a server that accepts connections and has no key of its own. */
final class SigningNotice {
    private static final Logger LOG = LoggerFactory.getLogger(SigningNotice.class);
    private static final String REMEDY =
            "provider.endpoints.artifacts.manifest.signing-keys names no key; provider keygen makes one";

    private SigningNotice() {}

    static void log(Path root) {
        List<String> signed = new ArrayList<>();
        List<String> unsigned = new ArrayList<>();
        for (Path channel : readable(root)) {
            for (Path arch : readable(channel)) {
                (Releases.hasSignedManifest(arch) ? signed : unsigned)
                        .add(channel.getFileName() + "/" + arch.getFileName());
            }
        }
        if (signed.isEmpty()) {
            LOG.info("manifests are not signed: {}", REMEDY);
        } else if (unsigned.isEmpty()) {
            LOG.info("manifests are served with the signatures of their origin: {}", String.join(", ", signed));
        } else {
            LOG.info(
                    "manifests of {} are served with the signatures of their origin; those of {} are not signed: {}",
                    String.join(", ", signed),
                    String.join(", ", unsigned),
                    REMEDY);
        }
    }

    private static List<Path> readable(Path directory) {
        try {
            return VisibleFiles.in(directory);
        } catch (UncheckedIOException e) {
            // Its own line says so.
            return List.of();
        }
    }
}
