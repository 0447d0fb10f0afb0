import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says so where the runtime that is packed is not the newest one that is known: its holes are the product's. */
final class RuntimeAge {
    private static final String KEY = "JAVA_VERSION=";

    private RuntimeAge() {}

    /**
     * Warns; an older one is no reason to fail a build that cannot have another.
     *
     * @param newest as the project's pom.xml has it; empty where nobody asks
     */
    static void warnIfOlder(Path install, String newest) throws IOException {
        String packed = packed(install.resolve("runtime/release"));
        if (!newest.isEmpty() && Runtime.Version.parse(packed).compareTo(Runtime.Version.parse(newest)) < 0) {
            System.err.println(
                    "[WARNING] The install has Java " + packed + ", but " + newest + " is out, with fewer known"
                            + " holes. Install a JDK of that version beside this one, and build again.");
        }
    }

    private static String packed(Path release) throws IOException {
        try (var lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith(KEY))
                    .map(line -> line.substring(KEY.length()).replace("\"", ""))
                    .findFirst()
                    .orElseThrow(() -> new IOException(release + " does not say " + KEY));
        }
    }
}
