package io.plasmd.provider.api;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plugins are compiled against this package: a change to it has to be seen, and decided on. */
final class PublicApiTest {
    private static final Path FILE = Path.of("src/test/resources/api.txt");

    @Test
    void apiIsWhatTheFileSays() throws Exception {
        List<String> now = PublicApi.describe();
        if (Boolean.getBoolean("api.update")) {
            Files.write(FILE, now);
        }
        List<String> then = Files.readAllLines(FILE);
        if (!now.equals(then)) {
            fail("the public API is not what " + FILE + " says:\n\n" + difference(then, now)
                    + "\nIf that is meant, renew the file by\n\n"
                    + "    mvn -pl provider-api test -Dapi.update=true\n\n"
                    + "and raise Endpoint.SPI_VERSION where an endpoint that was built before could not run.\n");
        }
    }

    private static String difference(List<String> then, List<String> now) {
        var text = new StringBuilder();
        then.stream()
                .filter(line -> !now.contains(line))
                .forEach(line -> text.append("  - ").append(line).append('\n'));
        now.stream()
                .filter(line -> !then.contains(line))
                .forEach(line -> text.append("  + ").append(line).append('\n'));
        return text.isEmpty() ? "  (only the order of lines, or how often they come)\n" : text.toString();
    }
}
