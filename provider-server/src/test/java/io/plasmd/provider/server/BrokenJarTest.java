package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that cannot be loaded as they are. */
final class BrokenJarTest {
    @TempDir
    private Path scratch;

    private Path plugins;

    @BeforeEach
    void makePluginsDirectory() throws IOException {
        plugins = Files.createDirectory(scratch.resolve("plugins"));
    }

    @Test
    void noServiceFile() {
        new PluginJar()
                .source("zoo.Sample", PluginSource.named("sample").text())
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "META-INF/services/io.plasmd.provider.api.Endpoint", "plugins/NAME/");
    }

    @Test
    void serviceFileWithoutAName() {
        PluginSource.named("sample")
                .jar()
                .file(PluginJar.SERVICE, "# to be written\n")
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "names no class", "META-INF/services/io.plasmd.provider.api.Endpoint");
    }

    @Test
    void serviceFileWithASyntaxError() {
        PluginSource.named("sample")
                .jar()
                .file(PluginJar.SERVICE, "zoo.Sample v1\n")
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "META-INF/services/io.plasmd.provider.api.Endpoint");
    }

    @Test
    void notAZipAtAll() {
        Texts.write(plugins.resolve("sample.jar"), "<html>404 Not Found</html>");
        refused("sample.jar", "cannot be read as a jar", "Copy it again");
    }

    @Test
    void emptyFile() {
        Texts.write(plugins.resolve("sample.jar"), "");
        refused("sample.jar", "cannot be read as a jar", "Copy it again");
    }

    @Test
    void truncatedCopy() throws IOException {
        Path jar = PluginSource.named("sample").jar().writeTo(plugins.resolve("sample.jar"));
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        refused("sample.jar", "cannot be read as a jar", "Copy it again");
    }

    @Test
    void directoryNamedLikeAJar() throws IOException {
        Files.createDirectory(plugins.resolve("sample.jar"));
        refused("sample.jar", "has no jar in it");
    }

    @Test
    void directoryWithoutAJar() throws IOException {
        Files.createDirectory(plugins.resolve("sample"));
        refused("sample", "has no jar in it", "remove it");
    }

    @Test
    void linkToAJarThatIsGone() throws IOException {
        Files.createSymbolicLink(plugins.resolve("sample.jar"), plugins.resolve("gone.jar"));
        refused("sample.jar", "cannot be read as a jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/plasmd/provider/api/Endpoint.class",
                "jakarta/servlet/Servlet.class",
                "org/slf4j/Logger.class",
                "com/typesafe/config/Config.class",
            })
    void classOfTheHostInside(String entry) {
        PluginSource.named("sample").jar().file(entry, "class").writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", entry.replace('/', '.').replace(".class", ""), "scope provided");
    }

    @Test
    void compiledForANewerJava() throws IOException {
        var jar = PluginSource.named("sample").jar();
        Map<String, byte[]> classes = jar.classes();
        byte[] sample = Objects.requireNonNull(classes.get("zoo/Sample.class"));
        sample[7] = (byte) (sample[7] + 5);
        jar.file("zoo/Sample.class", sample).writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "newer Java", "--release " + Runtime.version().feature());
    }

    @Test
    void damagedClass() throws IOException {
        PluginSource.named("sample")
                .jar()
                .file("zoo/Sample.class", "no class file")
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "zoo/Sample", "Build it again");
    }

    @Test
    void otherSpiVersion() {
        int here = Endpoint.SPI_VERSION;
        for (int other : new int[] {here - 1, here + 1}) {
            PluginSource.named("sample").spi(Integer.toString(other)).jar().writeTo(plugins.resolve("sample.jar"));
            refused(
                    "sample.jar",
                    "SPI version " + other,
                    "this host's " + here,
                    "build it against the provider-api of this release");
        }
    }

    @Test
    void builtForAnOlderEndpointWithoutSpiVersion() {
        Path api = api("""
                public interface Endpoint extends AutoCloseable {
                    String name();
                    void start(EndpointContext context) throws Exception;
                    @Override void close() throws Exception;
                }""");
        PluginSource.named("sample")
                .replace("@Override public int spiVersion() { return SPI_VERSION; }", "")
                .jar()
                .compiledAgainst(api)
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "spiVersion", "build it against the provider-api of this release");
    }

    @Test
    void builtForAnotherStart() {
        Path api = api("""
                public interface Endpoint extends AutoCloseable {
                    int SPI_VERSION = %d;
                    int spiVersion();
                    String name();
                    void start(EndpointContext context, String argument) throws Exception;
                    @Override void close() throws Exception;
                }""".formatted(Endpoint.SPI_VERSION));
        PluginSource.named("sample")
                .replace("start(EndpointContext context)", "start(EndpointContext context, String argument)")
                .jar()
                .compiledAgainst(api)
                .writeTo(plugins.resolve("sample.jar"));
        refusedIn("start", "sample.jar", "start", "build it against the provider-api of this release");
    }

    @Test
    void usesATypeOfTheApiThatDoesNotExistHere() {
        Path api = new PluginJar().source("io.plasmd.provider.api.Tracer", """
                        package io.plasmd.provider.api;
                        public class Tracer { public static void trace() {} }""").writeTo(scratch.resolve("api.jar"));
        PluginSource.named("sample")
                .start("Tracer.trace();")
                .jar()
                .compiledAgainst(api)
                .writeTo(plugins.resolve("sample.jar"));
        refusedIn("start", "sample.jar", "io.plasmd.provider.api.Tracer", "provider-api of this release");
    }

    @Test
    void referenceConfWithASyntaxError() {
        PluginSource.named("sample")
                .jar()
                .file("reference.conf", "provider.endpoints.sample {\n  depth = [1\n")
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "reference.conf");
    }

    @Test
    void referenceConfThatRefersToNothing() {
        PluginSource.named("sample")
                .jar()
                .file("reference.conf", "provider.endpoints.sample.directory = ${no.such.key}/cache\n")
                .writeTo(plugins.resolve("sample.jar"));
        refused("sample.jar", "reference.conf", "no.such.key");
    }

    @Test
    void missingPluginsDirectoryIsReportedWithEverythingElse() {
        Trial trial = Trial.of(new Layers()
                .option("provider.plugins", scratch.resolve("absent").toString())
                .option("provider.http.port", "x"));
        assertEquals(ExitStatus.WRONG_USAGE, trial.status());
        assertTrue(trial.message().contains("2 problems"), trial.message());
        assertTrue(
                trial.message().contains("cannot read the plugins directory " + scratch.resolve("absent")),
                trial.message());
    }

    /** A provider-api of another version, with this Endpoint. */
    private Path api(String endpoint) {
        return new PluginJar()
                .source("io.plasmd.provider.api.Endpoint", "package io.plasmd.provider.api;\n" + endpoint)
                .writeTo(scratch.resolve("api.jar"));
    }

    private void refused(String name, String... words) {
        refusedIn("load", name, words);
    }

    private void refusedIn(String phase, String name, String... words) {
        Trial trial = Trial.of(plugins);
        String message = trial.message();
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), message);
        assertEquals(1, message.lines().count(), message);
        String begin = "plugin " + plugins.resolve(name) + " failed in phase " + phase + ": ";
        assertTrue(message.startsWith(begin), message);
        assertTrue(
                FailureTable.ofTheDocs().stream()
                        .anyMatch(row -> row.matcher(message).find()),
                () -> "docs/write-a-plugin.md does not explain: " + message);
        assertAll(Arrays.stream(words).map(word -> () -> assertTrue(message.contains(word), message)));
    }
}
