package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PagesIT {
    @Test
    void noneHasTheVersionWrittenByHand() throws Exception {
        List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md"), Path.of("src/install/README.txt")));
        try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        String written = ".*(?<![\\d.])" + Pattern.quote(Tarball.version()) + "(?![\\d.]).*";
        List<String> found = new ArrayList<>();
        for (Path page : pages) {
            Files.readAllLines(page).stream()
                    .filter(line -> line.matches(written) || line.matches(".*provider-\\d+\\.\\d+.*"))
                    // What was measured.
                    .filter(line -> !line.startsWith("| provider | provider "))
                    .forEach(line -> found.add(page + ": " + line));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void theChangelogHasIt() throws Exception {
        String changelog = Files.readString(Path.of("../CHANGELOG.md"));
        assertTrue(changelog.contains("\n## [" + Tarball.version() + "] - "), Tarball.version());
    }
}
