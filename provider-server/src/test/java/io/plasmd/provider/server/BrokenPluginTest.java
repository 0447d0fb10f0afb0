package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that fails in one of its phases: each stops the start with one message that says which jar, when, why, what to do. */
final class BrokenPluginTest {
    @TempDir
    private Path scratch;

    private Path plugins;

    @BeforeEach
    void choosePluginsDirectory() {
        plugins = scratch.resolve("plugins");
    }

    @Test
    void serviceFileNamesAClassThatDoesNotExist() {
        write(PluginSource.named("sample").jar().service("zoo.Absent"));
        refused("load", "zoo.Absent", "META-INF/services/io.plasmd.provider.api.Endpoint", "public class");
    }

    @Test
    void classIsNoEndpoint() {
        write(new PluginJar()
                .source("zoo.Other", "package zoo; public class Other {}")
                .service("zoo.Other"));
        refused("load", "zoo.Other", "implements Endpoint");
    }

    @Test
    void classIsNotPublic() {
        write(PluginSource.named("sample")
                .replace("public final class", "final class")
                .jar());
        refused("load", "zoo.Sample", "public");
    }

    @Test
    void constructorTakesParameters() {
        write(PluginSource.named("sample")
                .replace("public Sample()", "public Sample(int x)")
                .jar());
        refused("load", "zoo.Sample", "public constructor without parameters");
    }

    @Test
    void constructorIsPrivate() {
        write(PluginSource.named("sample")
                .replace("public Sample()", "private Sample()")
                .jar());
        refused("load", "zoo.Sample", "public constructor without parameters");
    }

    @Test
    void constructorThrows() {
        write(PluginSource.named("sample")
                .constructor("throw new IllegalStateException(\"no licence found\");")
                .jar());
        refused("load", "no licence found", "IllegalStateException");
    }

    @Test
    void constructorThrowsWithoutAMessage() {
        write(PluginSource.named("sample")
                .constructor("throw new NullPointerException();")
                .jar());
        refused("load", "NullPointerException");
    }

    @Test
    void constructorRecursesForEver() {
        write(PluginSource.named("sample").constructor("new Sample();").jar());
        refused("load", "StackOverflowError");
    }

    @Test
    void staticInitializerThrows() {
        write(PluginSource.named("sample")
                .members("static final int N = Integer.parseInt(\"zwei\");")
                .jar());
        refused("load", "zwei", "NumberFormatException", "static initializer");
    }

    @Test
    void startThrows() {
        write(PluginSource.named("sample")
                .start("throw new IllegalStateException(\"cannot understand the licence\");")
                .jar());
        refused("start", "cannot understand the licence");
    }

    @Test
    void startThrowsAnError() {
        write(PluginSource.named("sample")
                .start("throw new AssertionError(\"impossible\");")
                .jar());
        refused("start", "impossible");
    }

    @Test
    void servletFailsToInitialize() {
        write(PluginSource.named("sample").start("""
                        context.mount("/sample", new HttpServlet() {
                            @Override public void init() throws ServletException {
                                throw new ServletException("the template is missing");
                            }
                        });""").jar());
        refused("start", "/sample", "the template is missing");
    }

    @Test
    void libraryIsMissing() {
        Path library = new PluginJar()
                .source("lib.Helper", "package lib; public class Helper { public static void help() {} }")
                .writeTo(plugins.resolveSibling("lib.jar"));
        write(PluginSource.named("sample").start("lib.Helper.help();").jar().compiledAgainst(library));
        refused("start", "lib.Helper", "plugins/NAME/*.jar");
    }

    /** Its configuration is not unknown, but that of a plugin which is not there. */
    @Test
    void aPluginThatDoesNotLoadIsOneProblemWhateverIsConfiguredForIt() {
        write(PluginSource.named("sample")
                .constructor("throw new IllegalStateException(\"no licence\");")
                .jar()
                .file("reference.conf", "provider.endpoints.sample.depth = 1"));
        Path file = Texts.write(plugins.resolveSibling("provider.conf"), "provider.endpoints.sample.depth = 2");
        String message = Trial.of(new Layers()
                        .option("provider.plugins", plugins.toString())
                        .file(file))
                .message();
        assertTrue(message.contains("no licence"), message);
        assertEquals(1, message.lines().count(), message);
    }

    /** What it has mounted before it failed is not tried. */
    @Test
    void aPluginThatFailsToStartIsOneProblem() {
        write(PluginSource.named("sample").start("""
                        context.mount("/sample", new HttpServlet() {
                            @Override public void init() throws ServletException {
                                throw new ServletException("nothing was opened");
                            }
                        });
                        throw new IllegalStateException("no licence");""").jar());
        String message = Trial.of(plugins).message();
        assertTrue(message.contains("no licence"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void nameIsMalformed() {
        write(PluginSource.named("Sample One").jar());
        refused("load", "\"Sample One\"", "a-z");
    }

    @Test
    void nameIsNull() {
        write(PluginSource.named("sample")
                .replace("return \"sample\"", "return null")
                .jar());
        refused("load", "a-z");
    }

    @Test
    void nameIsTaken() {
        PluginSource.named("sample").jar().writeTo(plugins.resolve("a.jar"));
        PluginSource.named("sample").jar().writeTo(plugins.resolve("b.jar"));
        refusedAs("b.jar", "load", "named sample", plugins.resolve("a.jar").toString(), "Remove one of the two");
    }

    @Test
    void pathIsTaken() {
        String start = "context.mount(\"/pulse\", on((request, response) -> {}));";
        PluginSource.named("first").start(start).jar().writeTo(plugins.resolve("a.jar"));
        PluginSource.named("second").start(start).jar().writeTo(plugins.resolve("b.jar"));
        refusedAs("b.jar", "start", "\"/pulse\"", plugins.resolve("a.jar").toString(), "Choose another path");
    }

    @Test
    void pathIsMalformed() {
        write(PluginSource.named("sample")
                .start("context.mount(\"*.txt\", on((request, response) -> {}));")
                .jar());
        refused("start", "\"*.txt\"", "/files/*");
    }

    @Test
    void healthCheckIsTaken() {
        String start = "context.addHealthCheck(\"disk_ok\", HealthCheck.Result::ok);";
        PluginSource.named("first").start(start).jar().writeTo(plugins.resolve("a.jar"));
        PluginSource.named("second").start(start).jar().writeTo(plugins.resolve("b.jar"));
        refusedAs("b.jar", "start", "disk_ok");
    }

    @Test
    void configurationValueIsWrong() {
        write(PluginSource.named("sample")
                .start("context.config().getInt(\"depth\");")
                .jar());
        Path file = Texts.write(plugins.resolveSibling("provider.conf"), """
                provider.endpoints.sample {
                  depth = deep
                }
                """);
        String message = Trial.of(new Layers()
                        .option("provider.plugins", plugins.toString())
                        .file(file))
                .message();
        assertTrue(message.contains("sample.jar failed in phase start: " + file + ":2"), message);
        assertTrue(message.contains(file + ":2: provider.endpoints.sample.depth has type"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void messageOfSeveralLinesIsPutInOne() {
        write(PluginSource.named("sample")
                .start("throw new IllegalStateException(\"first\\nsecond\");")
                .jar());
        refused("start", "first second");
    }

    @Test
    void allBrokenPluginsAreReportedAtOnceAndNumbered() {
        PluginSource.named("first")
                .constructor("throw new IOException(\"one thing\");")
                .jar()
                .writeTo(plugins.resolve("a.jar"));
        PluginSource.named("Second").jar().writeTo(plugins.resolve("b.jar"));
        Trial trial = Trial.of(plugins);
        String message = trial.message();
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), message);
        assertTrue(message.startsWith("2 problems:\n  1. plugin " + plugins.resolve("a.jar")), message);
        assertTrue(message.contains("\n  2. plugin " + plugins.resolve("b.jar")), message);
        assertEquals(3, message.lines().count(), message);
    }

    private void write(PluginJar jar) {
        jar.writeTo(plugins.resolve("sample.jar"));
    }

    private void refused(String phase, String... words) {
        refusedAs("sample.jar", phase, words);
    }

    /** By a trial start and by a start of the server, alike. */
    private void refusedAs(String jar, String phase, String... words) {
        Trial trial = Trial.of(plugins);
        String message = trial.message();
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), message);
        assertEquals(1, message.lines().count(), message);
        String begin = "plugin " + plugins.resolve(jar) + " failed in phase " + phase + ": ";
        assertTrue(message.startsWith(begin), message);
        assertFalse(message.contains("null"), message);
        assertAll(Arrays.stream(words).map(word -> () -> assertTrue(message.contains(word), message)));

        var thrown = assertThrows(
                StartException.class,
                () -> RunningProvider.start(Map.of("provider.plugins", plugins.toString()))
                        .close());
        assertEquals(ExitStatus.WRONG_USAGE, thrown.status());
        assertEquals(message, thrown.getMessage());
    }
}
