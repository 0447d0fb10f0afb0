package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.server.configuration.Origins;
import io.plasmd.provider.server.configuration.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Option over environment over file over default, for every key there is. */
final class PrecedenceTest {
    @TempDir
    private Path scratch;

    static Stream<String> keys() {
        return new Layers().read().keys().defaults().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void optionWinsOverEnvironmentOverFileOverDefault(String key) {
        String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        List<String> values = values(key);
        Path file = scratch.resolve("provider.conf");

        var layers = new Layers();
        assertEquals(List.of(), layers.problems());
        layers.file(file, key + " = " + values.get(0));
        assertEquals(List.of(values.get(0), file + ":1"), inForce(layers, key));
        layers.variable(variable, values.get(1));
        assertEquals(List.of(values.get(1), "environment variable " + variable), inForce(layers, key));
        layers.option(key, values.get(2));
        assertEquals(List.of(values.get(2), "option --set"), inForce(layers, key));
        assertEquals(List.of(), layers.read().problems());
    }

    /** Three values that the key takes, none of them its default. */
    private static List<String> values(String key) {
        ConfigValue reference =
                Objects.requireNonNull(new Layers().read().keys().defaults().get(key));
        return switch (ValueType.of(reference)) {
            case NUMBER -> List.of("101", "102", "103");
            case DURATION -> List.of("11s", "12s", "13s");
            case SIZE -> List.of("11KiB", "12KiB", "13KiB");
            case BOOLEAN -> List.of("true", "false", "true");
            case LIST -> List.of("[one]", "[two]", "[three]");
            case SECTION, TEXT -> List.of("one", "two", "three");
        };
    }

    private static List<String> inForce(Layers layers, String key) {
        Config config = layers.read().config();
        return List.of(
                config.getValue(key) instanceof ConfigList list
                        ? list.unwrapped().toString()
                        : config.getString(key),
                Origins.describe(config.getValue(key).origin()));
    }

    @Test
    void defaultIsInForceWhereNothingIsSet() {
        Config config = new Layers().read().config();
        assertEquals("8080", config.getString("provider.http.port"));
        assertEquals(
                "default",
                Origins.describe(config.getValue("provider.http.port").origin()));
    }

    @Test
    void lastOptionOfAKeyCounts() {
        Config config = new Layers()
                .option("provider.channel", "a")
                .option("provider.channel", "b")
                .read()
                .config();
        assertEquals("b", config.getString("provider.channel"));
    }

    @Test
    void listMayBeWrittenWithCommasOrAsAList() {
        for (String text : List.of("a,b", "a, b", "[a, b]", "[\"a\", \"b\"]")) {
            Config config = new Layers()
                    .reference("provider.endpoints.x.names = [z]")
                    .option("provider.endpoints.x.names", text)
                    .variable("PROVIDER_ENDPOINTS_X_NAMES", "no")
                    .read()
                    .config();
            assertEquals(List.of("a", "b"), config.getStringList("provider.endpoints.x.names"), text);
        }
    }

    @Test
    void listOfTheFileReplacesTheDefault() {
        Config config = new Layers()
                .reference("provider.endpoints.x.names = [y, z]")
                .file(scratch.resolve("provider.conf"), "provider.endpoints.x.names = [a]")
                .read()
                .config();
        assertEquals(List.of("a"), config.getStringList("provider.endpoints.x.names"));
    }

    @Test
    void valueMayReferToOtherKeysAndToTheEnvironment() {
        Config config = new Layers()
                .file(scratch.resolve("provider.conf"), "provider.name = ${provider.channel}\"-\"${PATH}")
                .read()
                .config();
        assertEquals("stable-" + System.getenv("PATH"), config.getString("provider.name"));
    }

    @Test
    void emptyTextStandsForTheDefaultOfTheMachine() {
        Config config = new Layers()
                .file(scratch.resolve("provider.conf"), "provider { name = \"\", arch = \"\" }")
                .option("provider.data", "")
                .read()
                .config();
        Config defaults = new Layers().read().config();
        for (String key : List.of("provider.name", "provider.arch", "provider.data")) {
            assertEquals(defaults.getString(key), config.getString(key));
        }
    }

    @Test
    void variablesOfTheLauncherAreNoSettings() {
        assertEquals(
                List.of(),
                new Layers().variable("PROVIDER_JAVA_OPTS", "-Xmx64m").problems());
    }

    @Test
    void parsedFileKeepsItsDirectoryForIncludes() {
        Texts.write(scratch.resolve("more.conf"), "\n\nprovider.channel = included");
        Config config = new Layers()
                .file(scratch.resolve("provider.conf"), "include required(\"more.conf\")")
                .read()
                .config();
        assertEquals("included", config.getString("provider.channel"));
        assertEquals(
                scratch.resolve("more.conf") + ":3",
                Origins.describe(config.getValue("provider.channel").origin()));
    }
}
