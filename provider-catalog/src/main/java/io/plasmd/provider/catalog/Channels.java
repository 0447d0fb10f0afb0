package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Releases;
import java.io.IOException;
import java.nio.file.Path;

/** Whose a file is: the channel that its directory lies in, be it one of artifacts or of releases. */
final class Channels {
    private final Path root;
    private volatile Path realRoot;

    Channels(Path root) {
        this.root = root;
        this.realRoot = root;
    }

    String of(FileVersion version) {
        Path directory = version.directory();
        if (!directory.startsWith(realRoot)) {
            realRoot = real();
        }
        if (!directory.startsWith(realRoot)) {
            return directory.toString();
        }
        Path inside = realRoot.relativize(directory);
        boolean isKept = inside.getNameCount() > 1 && Releases.isStore(inside.getName(0));
        return inside.getName(isKept ? 1 : 0).toString();
    }

    /** The root may be a link, which is switched now and then. */
    private Path real() {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }
}
