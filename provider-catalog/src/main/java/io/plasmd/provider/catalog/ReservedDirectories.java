package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories that look like channels and are none, since the paths that they would have mean something else. */
final class ReservedDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(ReservedDirectories.class);

    private ReservedDirectories() {}

    static void log(Path root) {
        for (String name : List.of(Names.RELEASES, Names.BLOBS)) {
            Path directory = root.resolve(name);
            if (Files.isDirectory(directory)) {
                LOG.warn(
                        "{} is no channel, and nothing in it is served: the paths /{}/… are {}. Give it another name.",
                        directory,
                        name,
                        name.equals(Names.RELEASES) ? "kept releases" : "artifacts by digest");
            }
        }
    }
}
