package io.plasmd.provider.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One plugin on disk: {@code NAME.jar}, or {@code NAME/} with its jars.
 *
 * @param path the jar or the directory
 * @param jars in a fixed order
 */
record PluginLocation(Path path, List<Path> jars) {

    /** All plugins of a directory, by name. Files that are no jars (a README, a jar renamed to switch it off) are none. */
    static List<PluginLocation> in(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> candidates = entries.filter(
                            p -> !p.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            var found = new ArrayList<PluginLocation>();
            for (Path candidate : candidates) {
                if (Files.isDirectory(candidate)) {
                    found.add(new PluginLocation(candidate, jarsIn(candidate)));
                } else if (isJar(candidate)) {
                    found.add(new PluginLocation(candidate, List.of(candidate)));
                }
            }
            return found;
        }
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(PluginLocation::isJar).sorted().toList();
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(".jar");
    }
}
