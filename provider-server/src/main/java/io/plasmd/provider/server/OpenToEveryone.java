package io.plasmd.provider.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns where everyone may write what decides which code runs: the configuration file, plugins, what they lie in. */
final class OpenToEveryone {
    private static final Logger LOG = LoggerFactory.getLogger(OpenToEveryone.class);
    private static final int WRITABLE_BY_OTHERS = 0002;
    private static final int STICKY = 01000;

    private OpenToEveryone() {}

    /**
     * Looks at all of them.
     *
     * @param file the configuration; null for none
     */
    static void warn(@Nullable Path file, List<Path> pluginDirectories) {
        Set<Path> open = new LinkedHashSet<>();
        if (file != null) {
            collect(file, open);
        }
        for (Path directory : pluginDirectories) {
            collect(directory, open);
            for (Path path : jarsBelow(directory)) {
                collectOne(path, open);
                if (Files.isSymbolicLink(path)) {
                    collect(path, open);
                }
            }
        }
        for (Path path : open) {
            LOG.warn(
                    "everyone can write {}, and so decide {}; to mend that: chmod o-w {}",
                    path,
                    file != null && file.toAbsolutePath().startsWith(path)
                            ? "how this server is configured"
                            : "which plugins run in this server",
                    path);
        }
    }

    /** A path and what it lies in, as it is written and as it really is. */
    private static void collect(Path path, Set<Path> open) {
        collectOne(path.toAbsolutePath().normalize(), open);
        collectParents(path.toAbsolutePath().normalize(), open);
        try {
            Path real = path.toRealPath();
            collectOne(real, open);
            collectParents(real, open);
        } catch (IOException e) {
            // That it is not there is said by whoever reads it.
        }
    }

    /** In a directory with the sticky bit, such as /tmp, nobody replaces what belongs to another. */
    private static void collectParents(Path path, Set<Path> open) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            int mode = mode(parent);
            if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
                open.add(parent);
            }
        }
    }

    private static void collectOne(Path path, Set<Path> open) {
        if ((mode(path) & WRITABLE_BY_OTHERS) != 0) {
            open.add(path);
        }
    }

    private static List<Path> jarsBelow(Path directory) {
        try (Stream<Path> entries = Files.walk(directory, 2)) {
            return entries.skip(1)
                    .filter(path -> path.toString().endsWith(".jar") || Files.isDirectory(path))
                    .toList();
        } catch (IOException | RuntimeException e) {
            // Said by whoever loads them.
            return List.of();
        }
    }

    /** Of what a link leads to, since every link says that everyone may write it; 0 where it cannot be told. */
    private static int mode(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:mode");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }
}
