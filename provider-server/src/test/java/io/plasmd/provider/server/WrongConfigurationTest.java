package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake in the configuration is named with its place, its value and what was expected. */
final class WrongConfigurationTest {
    private static final String TYPES = """
            provider.endpoints.x {
              depth = 3, pause = 3s, cache = 64MiB, sign = false, names = [a], roles { a = b }, colour = red
            }""";

    @TempDir
    private Path scratch;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = scratch.resolve("provider.conf");
    }

    @Test
    void unknownKeyOfAFileIsNamedWithLineAndNearestKey() {
        assertEquals(
                List.of(file + ":3: unknown key provider.http.prot; did you mean provider.http.port?"),
                new Layers()
                        .file(file, "provider {\n  http {\n    prot = 80\n  }\n}\n")
                        .problems());
    }

    @Test
    void aReferenceToNothingIsNamedWithItsKeyBesideWhatElseIsWrong() {
        assertEquals(
                List.of(
                        file + ":2: provider.http.bind refers to ${NO_SUCH_ADDRESS}: there is no setting and no"
                                + " environment variable of that name; ${?…} leaves it out where it is not set.",
                        file + ":3: unknown key provider.http.prot; did you mean provider.http.port?"),
                new Layers()
                        .file(file, "provider.http {\n  bind = ${NO_SUCH_ADDRESS}\n  prot = 80\n}\n")
                        .problems());
    }

    @Test
    void everyKeyOfAnUnknownSectionIsNamed() {
        assertEquals(
                List.of(
                        file + ":2: unknown key provider.https.bind; did you mean provider.http.bind?",
                        file + ":3: unknown key provider.https.port; did you mean provider.http.port?"),
                new Layers()
                        .file(file, "provider.https {\n  bind = x\n  port = 1\n}\n")
                        .problems());
    }

    @Test
    void unknownEmptySectionIsNamed() {
        assertEquals(
                List.of(file + ":1: unknown key provider.htpp"),
                new Layers().file(file, "provider.htpp {}").problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider.colour", "x", "foo.bar.baz", "provider.endpoints.quux.timeout"})
    void nothingIsSuggestedWhereNothingIsNear(String key) {
        assertEquals(
                List.of(file + ":1: unknown key " + key),
                new Layers().file(file, key + " = 1").problems());
    }

    @Test
    void aVariableThatIsNearToNothingIsToBeUnset() {
        assertEquals(
                List.of("environment variable PROVIDER_COLOUR: there is no such setting; unset it."),
                new Layers().variable("PROVIDER_COLOUR", "red").problems());
    }

    @ParameterizedTest
    @CsvSource({
        "provider.shutdown.grace, 30, duration",
        "provider.shutdown.grace, 0.5, duration",
        "provider.http.idle-timeout, 1e3, duration",
        "provider.limits.header-size, 8192, size",
    })
    void aNumberWithoutAUnitIsRefused(String key, String value, String kind) {
        for (var layers : List.of(new Layers().option(key, value), new Layers().file(file, key + " = " + value))) {
            List<String> problems = layers.problems();
            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.getFirst().contains("expected a " + kind + " with its unit"), problems.toString());
        }
    }

    @Test
    void zeroNeedsNoUnit() {
        assertEquals(
                List.of(), new Layers().option("provider.shutdown.delay", "0").problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider.endpoints.x.names += b",
                "provider.endpoints.x.names = ${provider.endpoints.x.names} [b]",
                "provider { endpoints { x { names = ${provider.endpoints.x.names}[b] } } }",
                "provider.endpoints.x.names = ${provider.endpoints.x.names}\nprovider.endpoints.x.names += b",
            })
    void whatIsAddedToAListCountsOnce(String text) {
        var layers = new Layers().reference(TYPES).file(file, text.replace("\\n", "\n"));
        assertEquals(List.of(), layers.problems());
        assertEquals(List.of("a", "b"), layers.read().config().getStringList("provider.endpoints.x.names"));
    }

    @Test
    void aReferenceTakesWhatAnotherFileOrOptionHas() {
        var layers = new Layers()
                .file(file, "provider.name = ${provider.channel}-${provider.http.port}\nprovider.channel = edge");
        assertEquals("edge-8080", layers.read().config().getString("provider.name"));
    }

    @Test
    void aSectionThatIsAReferenceIsResolved() {
        var layers = new Layers().file(file, "site { port = 81 }\nprovider.http = ${provider.http} ${site}");
        assertEquals(81, layers.read().config().getInt("provider.http.port"));
    }

    @Test
    void aReferenceToNothingNamesTheRemedy() {
        List<String> problems =
                new Layers().file(file, "\nprovider.name = ${NO_SUCH}").problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("${NO_SUCH}"), problems.toString());
        assertTrue(problems.getFirst().contains("${?…} leaves it out"), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate = /c.pem | certificate = /c.pem: there is no provider.http.tls.key to it. Set it to the PEM file of its private key",
                "key = /k.pem | key = /k.pem: there is no provider.http.tls.certificate that it belongs to. Set both, or none",
                "certificate = /c.pem, key = /k.pem, client-auth = required | client-auth = required: there is no provider.http.tls.client-ca. Set it to the PEM file of the authorities that issue the certificates of clients",
            })
    void halfOfAPairIsNamedWithItsLine(String settings, String problem) {
        assertEquals(
                List.of(file + ":2: provider.http.tls." + problem),
                new Layers()
                        .file(file, "provider.http.tls {\n" + settings + "\n}")
                        .problems());
    }

    @Test
    void keyWithoutTheProductsPrefixIsPointedToTheWholeKey() {
        assertEquals(
                List.of(file + ":1: unknown key http.port; did you mean provider.http.port?"),
                new Layers().file(file, "http.port = 80").problems());
    }

    @Test
    void keyThatTheFileQuotesIsNamedAsItStands() {
        assertEquals(
                List.of(file + ":1: unknown key provider.\"http.port\"; did you mean provider.http.port?"),
                new Layers().file(file, "provider.\"http.port\" = 80").problems());
    }

    @Test
    void unknownKeyOfAnOptionIsNamedWithNearestKey() {
        assertEquals(
                List.of("option --set: unknown key provider.http.prot; did you mean provider.http.port?"),
                new Layers().option("provider.http.prot", "80").problems());
    }

    @Test
    void unknownVariableIsNamedWithNearestVariable() {
        assertEquals(
                List.of("environment variable PROVIDER_HTTP_PROT: there is no such setting; did you mean"
                        + " PROVIDER_HTTP_PORT? Otherwise unset it."),
                new Layers().variable("PROVIDER_HTTP_PROT", "80").problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "provider.", "provider.http.port{", "\"", "$", "[x]", "a b:c"})
    void malformedKeyOfAnOptionIsAProblemAndNoCrash(String key) {
        List<String> problems = new Layers().option(key, "1").problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith("option --set: "), problems.toString());
        assertTrue(problems.getFirst().contains(key), problems.toString());
    }

    @Test
    void optionBelowAValueAndTheValueItselfAreNoCrash() {
        List<String> problems = new Layers()
                .option("provider.http.port.x", "1")
                .option("provider.http", "2")
                .problems();
        assertEquals(List.of("option --set: provider.http = \"2\": expected a section { … }"), problems);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "depth  | \"deep\"    | a number",
                "pause  | \"soon\"    | a duration with its unit, such as 500ms, 30s or 5m",
                "pause  | \"-3s\"     | a duration with its unit, such as 500ms, 30s or 5m",
                "pause  | true        | a duration with its unit, such as 500ms, 30s or 5m",
                "cache  | \"64 bugs\" | a size with its unit, such as 512KiB, 64MiB or 10GiB",
                "cache  | -5          | a size with its unit, such as 512KiB, 64MiB or 10GiB",
                "cache  | \"-5MiB\"   | a size with its unit, such as 512KiB, 64MiB or 10GiB",
                "cache  | \"9999999999999GiB\" | a size with its unit, such as 512KiB, 64MiB or 10GiB",
                "sign   | \"perhaps\" | true or false",
                "names  | \"a\"       | a list [ … ]",
                "roles  | \"a\"       | a section { … }",
                "colour | [\"a\"]     | a text",
                "colour | {\"a\":1}   | a text",
                "depth  | null        | a number",
                "colour | null        | a text",
            })
    void valueOfTheWrongTypeIsNamedWithItsPlace(String key, String value, String expected) {
        assertEquals(
                List.of(file + ":2: provider.endpoints.x." + key + " = " + value + ": expected " + expected),
                new Layers()
                        .reference(TYPES)
                        .file(file, "\nprovider.endpoints.x." + key + " = " + value)
                        .problems());
    }

    @Test
    void valueOfTheWrongTypeIsNamedWithItsVariable() {
        assertEquals(
                List.of("environment variable PROVIDER_HTTP_IDLE_TIMEOUT: provider.http.idle-timeout = \"soon\":"
                        + " expected a duration with its unit, such as 500ms, 30s or 5m"),
                new Layers().variable("PROVIDER_HTTP_IDLE_TIMEOUT", "soon").problems());
    }

    @Test
    void sectionInPlaceOfAValueIsNamed() {
        assertEquals(
                List.of(file + ":1: provider.http.port = {\"number\":80}: expected a number"),
                new Layers().file(file, "provider.http.port { number = 80 }").problems());
    }

    @Test
    void valueInPlaceOfASectionIsNamed() {
        assertEquals(
                List.of(file + ":1: provider.http = 80: expected a section { … }"),
                new Layers().file(file, "provider.http = 80").problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.port          | 65536  | a whole number from 0 to 65535",
                "http.port          | -1     | a whole number from 0 to 65535",
                "http.port          | 80.5   | a whole number from 0 to 65535",
                "http.port          | 99999999999 | a whole number from 0 to 65535",
                "http.threads       | 3      | a whole number from 4 to 10000",
                "http.backlog       | 0      | a whole number from 1 to 1000000",
                "limits.header-size | 1B     | 1024 to 1048576 bytes",
                "limits.uri-length  | 1B     | 64 to 1048576 bytes",
                "limits.connections | 0      | a whole number from 1 to 1000000",
                "limits.connections-per-address | 1e9 | a whole number from 1 to 1000000",
                "limits.requests    | -1     | a whole number from 1 to 1000000",
                "limits.header-timeout | 0s  | a duration above zero, such as 20s",
                "limits.header-size | 2MiB   | 1024 to 1048576 bytes",
                "log.level          | loud   | error, warn, info, debug or trace",
                "http.bind          | no such host | an address of this machine; 0.0.0.0 is all of them",
                "http.bind          | ''     | an address of this machine; 0.0.0.0 is all of them",
            })
    void valueOutOfRangeIsNamedWithTheRange(String key, String value, String expected) {
        assertEquals(
                List.of("option --set: provider." + key + " = " + value + ": expected " + expected),
                new Layers().option("provider." + key, value).problems());
    }

    @Test
    void hugeDurationsAreNoCrash() {
        assertEquals(
                List.of(),
                new Layers()
                        .option("provider.http.idle-timeout", "100000d")
                        .option("provider.shutdown.grace", "100000d")
                        .problems());
    }

    @Test
    void syntaxErrorIsOneLineWithFileAndLine() {
        List<String> problems = new Layers()
                .file(file, "provider {\n  http { port = 80\n  channel = [stable\n}\n")
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith(file + ":"), problems.toString());
        assertEquals(1, problems.getFirst().lines().count(), problems.toString());
    }

    @Test
    void aBraceThatIsMissingIsNamedWhereItsSectionBegins() {
        assertEquals(
                List.of(file + ":1: there is no } to the { of \"provider {\". Add one where that section ends."),
                new Layers()
                        .file(file, "provider {\n  http {\n    port = 80 # {\n  }\n  name = \"{\"\n")
                        .problems());
    }

    @Test
    void aBraceTooManyIsNamed() {
        assertEquals(
                List.of(file + ":3: there is no { to this }. Take it away."),
                new Layers().file(file, "provider {\n}\n}\n").problems());
    }

    @Test
    void aSyntaxErrorBesideASecretDoesNotShowIt() {
        List<String> problems = new Layers()
                .file(file, "provider.endpoints.x {\n  password = [hunter2\n}\n")
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(!problems.getFirst().contains("hunter2"), problems.toString());
        problems = new Layers()
                .file(file, "provider.endpoints.x {\n  password = hunter2 } hunter2\n")
                .problems();
        assertTrue(!problems.toString().contains("hunter2"), problems.toString());
    }

    @Test
    void unresolvedReferenceIsOneLineWithFileAndLine() {
        List<String> problems =
                new Layers().file(file, "\nprovider.name = ${no.such.key}").problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith(file + ":2: "), problems.toString());
        assertTrue(problems.getFirst().contains("no.such.key"), problems.toString());
    }

    @Test
    void missingFileIsNamed() {
        assertEquals(
                List.of("cannot read the configuration file " + file + ": no such file, or no permission to read it"),
                new Layers().file(file).problems());
    }

    @Test
    void directoryInPlaceOfTheFileIsNamed() {
        assertEquals(
                List.of("cannot read the configuration file " + scratch
                        + ": no such file, or no permission to read it"),
                new Layers().file(scratch).problems());
    }

    @Test
    void requiredIncludeThatIsMissingIsNamed() {
        List<String> problems = new Layers()
                .file(file, "include required(file(\"" + scratch + "/absent.conf\"))")
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("absent.conf"), problems.toString());
    }

    @Test
    void pathThatCannotBeAPathIsAProblem() {
        List<String> problems =
                new Layers().file(file, "provider.data = \"a\\u0000b\"").problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith(file + ":1: provider.data = "), problems.toString());
    }

    @Test
    void allProblemsOfAllSourcesComeAtOnce() {
        List<String> problems = new Layers()
                .file(file, "provider.htpp.port = 1\nprovider.http.backlog = many\n")
                .variable("PROVIDER_CHANEL", "x")
                .option("provider.http.port", "70000")
                .problems();
        assertEquals(4, problems.size(), String.join("\n", problems));
    }
}
