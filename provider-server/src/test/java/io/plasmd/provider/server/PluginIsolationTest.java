package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin's class loader finds, and what it does not. */
final class PluginIsolationTest {
    @TempDir
    private Path scratch;

    private Path plugins;

    @BeforeEach
    void choosePluginsDirectory() {
        plugins = scratch.resolve("plugins");
    }

    @Test
    void singleJarIsLoaded() throws Exception {
        answering("one", "\"one jar\"").jar().writeTo(plugins.resolve("one.jar"));
        assertEquals("one jar", get("/one"));
    }

    @Test
    void directoryOfJarsIsLoadedWithItsLibrary() throws Exception {
        Path library = new PluginJar()
                .source(
                        "lib.Helper",
                        "package lib; public class Helper { public static String help() { return \"helped\"; } }")
                .writeTo(plugins.resolve("two/a-library.jar"));
        answering("two", "lib.Helper.help()").jar().compiledAgainst(library).writeTo(plugins.resolve("two/plugin.jar"));
        assertEquals("helped", get("/two"));
    }

    @Test
    void filesThatAreNoJarsAreLeftAlone() throws Exception {
        answering("one", "\"one jar\"").jar().writeTo(plugins.resolve("one.jar"));
        Texts.write(plugins.resolve("README.txt"), "what is here");
        Texts.write(plugins.resolve("off.jar.disabled"), "switched off");
        Texts.write(plugins.resolve(".hidden.jar"), "an editor's");
        assertEquals("one jar", get("/one"));
    }

    @Test
    void jacksonOfThePluginWinsOverThatOfTheHost() throws Exception {
        Path jackson = new PluginJar()
                .source("tools.jackson.databind.json.JsonMapper", """
                        package tools.jackson.databind.json;
                        public class JsonMapper { public static String origin() { return "the plugin's"; } }""")
                .writeTo(plugins.resolve("json/jackson.jar"));
        answering("json", "tools.jackson.databind.json.JsonMapper.origin()")
                .jar()
                .compiledAgainst(jackson)
                .writeTo(plugins.resolve("json/plugin.jar"));
        assertEquals("the plugin's", get("/json"));
    }

    @Test
    void classOfTheSameNameAsOneOfTheHostIsThePlugins() throws Exception {
        answering("own", "io.plasmd.provider.server.Version.origin()")
                .jar()
                .source("io.plasmd.provider.server.Version", """
                        package io.plasmd.provider.server;
                        public class Version { public static String origin() { return "the plugin's"; } }""")
                .writeTo(plugins.resolve("own.jar"));
        assertEquals("the plugin's", get("/own"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.plasmd.provider.server.ProviderServer",
                "org.eclipse.jetty.server.Server",
                "tools.jackson.core.JsonGenerator",
                "io.prometheus.metrics.model.snapshots.MetricSnapshots",
                "okhttp3.OkHttpClient",
            })
    void classesOfTheHostAreHidden(String className) throws Exception {
        answering("hidden", "found(\"" + className + "\")").members(FOUND).jar().writeTo(plugins.resolve("hidden.jar"));
        assertEquals("absent", get("/hidden"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.plasmd.provider.api.Endpoint",
                "jakarta.servlet.http.HttpServlet",
                "org.slf4j.LoggerFactory",
                "com.typesafe.config.Config",
                "java.sql.Connection",
            })
    void sharedClassesAreThere(String className) throws Exception {
        answering("shared", "found(\"" + className + "\")").members(FOUND).jar().writeTo(plugins.resolve("shared.jar"));
        assertEquals("found", get("/shared"));
    }

    @Test
    void resourcesAreThePluginsOwn() throws Exception {
        answering("mine", "text(\"reference.conf\") + text(\"simplelogger.properties\")")
                .members("""
                        static String text(String name) throws IOException {
                            InputStream in = Sample.class.getClassLoader().getResourceAsStream(name);
                            return in == null ? "absent" : new String(in.readAllBytes());
                        }""")
                .jar()
                .file("reference.conf", "# mine\n")
                .writeTo(plugins.resolve("mine.jar"));
        assertEquals("# mine\nabsent", get("/mine"));
    }

    @Test
    void twoPluginsDoNotSeeEachOther() throws Exception {
        for (String name : List.of("first", "second")) {
            answering(name, "String.valueOf(++count)")
                    .members("static int count;")
                    .jar()
                    .writeTo(plugins.resolve(name + ".jar"));
        }
        try (var provider = start()) {
            assertEquals("1", body(provider, "/first"));
            assertEquals("1", body(provider, "/second"));
            assertEquals("2", body(provider, "/first"));
        }
    }

    @Test
    void severalEndpointsMayComeInOneJar() throws Exception {
        PluginSource second = answering("second", "\"2\"").replace("Sample", "Other");
        answering("first", "\"1\"")
                .jar()
                .source("zoo.Other", second.text())
                .service("zoo.Sample", "zoo.Other")
                .writeTo(plugins.resolve("both.jar"));
        try (var provider = start()) {
            assertEquals("1", body(provider, "/first"));
            assertEquals("2", body(provider, "/second"));
        }
    }

    @Test
    void contextClassLoaderIsThePluginsInEveryPhase() throws Exception {
        Path notes = scratch.resolve("notes");
        String note =
                "note(\"%s \" + (Thread.currentThread().getContextClassLoader() == Sample.class.getClassLoader()));";
        PluginSource.named("context")
                .notesTo(notes)
                .constructor(note.formatted("constructor"))
                .start(note.formatted("start")
                        + """
                        context.mount("/context", new HttpServlet() {
                            @Override public void init() { %s }
                            @Override protected void doGet(HttpServletRequest q, HttpServletResponse p) { %s }
                            @Override public void destroy() { %s }
                        });""".formatted(note.formatted("init"), note.formatted("request"), note.formatted("destroy")))
                .close(note.formatted("close"))
                .jar()
                .writeTo(plugins.resolve("context.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        get("/context");
        assertEquals(before, Thread.currentThread().getContextClassLoader());
        assertEquals(
                List.of("constructor true", "start true", "init true", "request true", "destroy true", "close true"),
                Files.readAllLines(notes));
    }

    @Test
    void pluginLogsThroughTheHost() throws Exception {
        answering("logs", "org.slf4j.LoggerFactory.getLogger(\"x\").getClass().getName()")
                .jar()
                .writeTo(plugins.resolve("logs.jar"));
        assertTrue(get("/logs").startsWith("org.slf4j.simple."));
    }

    private static final String FOUND = """
            static String found(String name) {
                try {
                    Class.forName(name);
                    return "found";
                } catch (ClassNotFoundException e) {
                    return "absent";
                }
            }""";

    private static PluginSource answering(String name, String expression) {
        return PluginSource.named(name).answering("/" + name, expression);
    }

    private RunningProvider start() throws Exception {
        return RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
    }

    private String get(String path) throws Exception {
        try (var provider = start()) {
            return body(provider, path);
        }
    }

    private static String body(RunningProvider provider, String path) throws IOException {
        try (Response response = provider.get(path)) {
            assertEquals(200, response.code());
            return response.body().string();
        }
    }
}
