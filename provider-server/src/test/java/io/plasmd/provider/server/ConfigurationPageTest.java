package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.server.configuration.ReferenceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has every key of every module, with its default and variable, and no other. */
final class ConfigurationPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private record Row(String key, String defaultValue, String meaning, String variable) {

        static Row parse(String line) {
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            assertEquals(6, cells.size(), line);
            return new Row(unquote(cells.get(1)), cells.get(2), cells.get(3), unquote(cells.get(4)));
        }

        private static String unquote(String cell) {
            return cell.replace("`", "");
        }
    }

    @Test
    void everyKeyIsThereAndNoOther() throws IOException {
        assertEquals(
                String.join("\n", defaults().keySet()), rows().keySet().stream().collect(Collectors.joining("\n")));
    }

    @Test
    void defaultsAreThoseInForce() throws IOException {
        SortedMap<String, Row> rows = rows();
        defaults().forEach((key, value) -> {
            String shown = Objects.requireNonNull(rows.get(key), key).defaultValue();
            String rendered = value instanceof ConfigList list
                    ? list.unwrapped().stream().map(String::valueOf).collect(Collectors.joining(","))
                    : String.valueOf(value.unwrapped());
            if (rendered.isEmpty()) {
                // The default depends on the machine, and is told in words.
                assertFalse(shown.isEmpty(), key);
            } else {
                assertEquals("`" + rendered + "`", shown, key);
            }
        });
    }

    @Test
    void variablesAndMeaningsAreThere() throws IOException {
        rows().forEach((key, row) -> {
            assertEquals(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), row.variable());
            assertFalse(row.meaning().isEmpty(), key);
        });
    }

    @Test
    void exampleIsASoundConfiguration() throws IOException {
        var layers = new Layers()
                .file(
                        Files.createTempFile("example", ".conf"),
                        DocsPage.read("configuration.md").block("hocon"));
        references().forEach(layers::reference);
        assertEquals(List.of(), layers.problems());
        assertTrue(layers.read().config().getDuration("provider.shutdown.grace").toMinutes() == 2);
    }

    private static SortedMap<String, ConfigValue> defaults() throws IOException {
        Config all = ConfigFactory.empty();
        for (String text : references()) {
            all = all.withFallback(ConfigFactory.parseString(text));
        }
        return new ReferenceKeys(all).defaults();
    }

    /** From the source tree: this module does not depend on the others. */
    private static List<String> references() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/resources/reference.conf"))
                    .filter(Files::exists)
                    .map(Texts::read)
                    .toList();
        }
    }

    private static SortedMap<String, Row> rows() throws IOException {
        SortedMap<String, Row> rows = new TreeMap<>();
        DocsPage.read("configuration.md")
                .text()
                .lines()
                .filter(line -> line.startsWith("| `provider."))
                .forEach(line -> {
                    Row row = Row.parse(line);
                    rows.put(row.key(), row);
                });
        return rows;
    }
}
