package io.plasmd.provider.server.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * One plugin on disk: {@code NAME.jar}, or {@code NAME/} with its jars.
 *
 * @param path the jar or the directory
 * @param jars in a fixed order
 */
record PluginLocation(Path path, List<Path> jars) {
    private static final String JAR = ".jar";

    /** What a jar has in it that comes with the install, and that most do without. */
    private static final String OFF_UNTIL_CONFIGURED = "META-INF/provider/off-until-configured";

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

    /** That of its endpoint, if its jar or directory is called like it. */
    String name() {
        String file = path.getFileName().toString();
        return file.endsWith(JAR) ? file.substring(0, file.length() - JAR.length()) : file;
    }

    /**
     * Its classes, for whoever runs them to close.
     *
     * @param shared what it sees of the host
     */
    URLClassLoader classLoader(ClassLoader shared) {
        return new URLClassLoader(
                path.getFileName().toString(),
                jars.stream().map(PluginLocation::url).toArray(URL[]::new),
                shared);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is to be left alone unless the configuration says something of it. Nothing else of the jar is read then. */
    boolean isOffUntilConfigured() {
        for (Path jar : jars) {
            try (var zip = new ZipFile(jar.toFile())) {
                if (zip.getEntry(OFF_UNTIL_CONFIGURED) != null) {
                    return true;
                }
            } catch (IOException e) {
                // Said when it is loaded.
                return false;
            }
        }
        return false;
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(PluginLocation::isJar).sorted().toList();
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(JAR);
    }
}
