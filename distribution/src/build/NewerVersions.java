import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Says so where a library has a newer patch release than the one that is pinned. */
final class NewerVersions {
    private static final Pattern UPDATE = Pattern.compile("\\$\\{(\\S+)} \\.* *(\\S+) -> (\\S+)");

    private NewerVersions() {}

    /**
     * Warns; that there is something newer is no reason to fail.
     *
     * @param found what versions-maven-plugin has found, if it could look
     */
    static void warn(Path found) throws IOException {
        if (!Files.exists(found)) {
            return;
        }
        UPDATE.matcher(Files.readString(found))
                .results()
                .forEach(update -> System.err.println("[WARNING] pom.xml has " + update.group(1) + " " + update.group(2)
                        + "; its patch release " + update.group(3) + " is out."));
    }
}
