package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint adds to the server, as another endpoint sees it through Provider. */
final class PluginAdditionsTest {
    @TempDir
    private Path scratch;

    private Path plugins;

    @BeforeEach
    void choosePluginsDirectory() {
        plugins = scratch.resolve("plugins");
    }

    @Test
    void healthChecksAppearInTheirOrder() throws Exception {
        adding("""
                context.addHealthCheck("disk_ok", HealthCheck.Result::ok);
                context.addHealthCheck("an_error", () -> { throw new IOException("no"); });""");
        assertEquals("[disk_ok, an_error]", print("context.provider().healthChecks().keySet()"));
        assertEquals(
                "Result[healthy=true, detail=]", print("context.provider().healthChecks().get(\"disk_ok\").check()"));
    }

    @Test
    void aHealthCheckThatLacksAClassSaysWhatToDo() throws Exception {
        adding("""
                context.addHealthCheck("lacking", () -> { throw new NoClassDefFoundError("lib/Gone"); });""");
        assertEquals(
                "Result[healthy=false, detail=class lib.Gone is missing. Put the library that has it beside the plugin"
                        + " (plugins/NAME/*.jar) or pack it into its jar; of the host a plugin sees only provider-api,"
                        + " jakarta.servlet, slf4j and Typesafe Config.]",
                print("context.provider().healthChecks().get(\"lacking\").check()"));
    }

    @Test
    void statusFieldsAreNestedAsTheirNamesSay() throws Exception {
        adding("""
                context.addStatus("boots.total", () -> 3);
                context.addStatus("boots.last", () -> null);
                context.addStatus("colour", () -> "red");""");
        assertEquals(
                "{total=3, last=null} red",
                print(
                        "context.provider().status().get(\"boots\") + \" \" + context.provider().status().get(\"colour\")"));
    }

    @Test
    void statusFieldThatFailsIsNull() throws Exception {
        adding("""
                context.addStatus("broken", () -> { throw new IllegalStateException("no"); });
                context.addStatus("unlinked", () -> { throw new NoClassDefFoundError("lib/Gone"); });
                context.addStatus("colour", () -> "red");""");
        assertEquals(
                "null null red",
                print(
                        "context.provider().status().get(\"broken\") + \" \""
                                + " + context.provider().status().get(\"unlinked\") + \" \" + context.provider().status().get(\"colour\")"));
    }

    @Test
    void metricsAppearBelowTheStatus() throws Exception {
        adding("""
                var boots = context.metrics().counter("boots_total", "Boots.", "role");
                boots.add(2, "kernel");
                boots.add(1, "kernel");
                boots.add(5, "rootfs");
                context.metrics().gauge("heat_celsius", "Heat.", () -> 36.6);
                context.metrics().gauge("whole", "A whole number.", () -> 7);
                context.metrics().gauge("unknown", "Not known.", () -> Double.NaN);""");
        String metrics = "((Map<?, ?>) context.provider().status().get(\"metrics\"))";
        assertEquals("{kernel=3, rootfs=5}", print(metrics + ".get(\"boots_total\")"));
        assertEquals("36.6", print(metrics + ".get(\"heat_celsius\")"));
        assertEquals("7", print(metrics + ".get(\"whole\")"));
        assertEquals("null", print(metrics + ".get(\"unknown\")"));
    }

    @Test
    void gaugeThatFailsIsNullAndLeavesTheOthers() throws Exception {
        adding("""
                context.metrics().gauge("broken", "Fails.", () -> { throw new IllegalStateException("no"); });
                context.metrics().gauge("whole", "Works.", () -> 7);""");
        String metrics = "((Map<?, ?>) context.provider().status().get(\"metrics\"))";
        assertEquals("null 7", print(metrics + ".get(\"broken\") + \" \" + " + metrics + ".get(\"whole\")"));
    }

    @Test
    void readyNotesAreJoined() throws Exception {
        adding("""
                context.addReadyNote(() -> "3 boots");
                context.addReadyNote(() -> "1 shoe");""");
        try (var provider = start()) {
            assertEquals("3 boots, 1 shoe", provider.readyNotes());
        }
    }

    @Test
    void readyNoteThatFailsOrIsEmptyIsLeftOut() throws Exception {
        adding("""
                context.addReadyNote(() -> "3 boots");
                context.addReadyNote(() -> { throw new IllegalStateException("no"); });
                context.addReadyNote(() -> "");
                context.addReadyNote(() -> "1 shoe");""");
        try (var provider = start()) {
            assertEquals("3 boots, 1 shoe", provider.readyNotes());
        }
    }

    @Test
    void providerNamesThePluginsWithTheirSources() throws Exception {
        adding("");
        assertEquals(
                "[Plugin[name=metrics, source=bundled, version=" + Version.current() + "], Plugin[name=a, source="
                        + plugins.resolve("a.jar") + ", version=null], Plugin[name=printer, source="
                        + plugins.resolve("printer.jar") + ", version=null]]",
                print("context.provider().plugins()"));
    }

    @Test
    void providerSaysWhoAndHowItIs() throws Exception {
        adding("");
        assertEquals(
                Version.current() + " READY stable",
                print("context.provider().version() + \" \" + context.provider().phase() + \" \""
                        + " + context.provider().config().getString(\"channel\")"));
    }

    @Test
    void dataDirectoryIsMadeForTheEndpoint() throws Exception {
        PluginSource.named("a")
                .start("Files.writeString(context.dataDirectory().resolve(\"memory\"), \"kept\");")
                .jar()
                .writeTo(plugins.resolve("a.jar"));
        Path data = scratch.resolve("data");
        RunningProvider.start(Map.of("provider.plugins", plugins.toString(), "provider.data", data.toString()))
                .close();
        assertEquals("kept", Files.readString(data.resolve("state/a/memory")));
    }

    @Test
    void metricOfTheHostCannotBeTaken() {
        adding("context.metrics().counter(\"requests_total\", \"Mine.\");");
        Trial trial = Trial.of(plugins);
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), trial.message());
        assertEquals(
                "plugin " + plugins.resolve("a.jar")
                        + " failed in phase start: there is a metric named requests_total already"
                        + " (IllegalArgumentException)",
                trial.message());
    }

    @Test
    void statusOfTheMetricsCannotBeTaken() {
        adding("context.addStatus(\"metrics.mine\", () -> 1);");
        assertEquals(ExitStatus.WRONG_USAGE, Trial.of(plugins).status());
    }

    private void adding(String start) {
        PluginSource.named("a").start(start).jar().writeTo(plugins.resolve("a.jar"));
    }

    private RunningProvider start() throws Exception {
        return RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
    }

    /** The value of an expression inside another plugin. */
    private String print(String expression) throws Exception {
        PluginSource.named("printer").answering("/print", expression).jar().writeTo(plugins.resolve("printer.jar"));
        try (var provider = start()) {
            return body(provider);
        }
    }

    private static String body(RunningProvider provider) throws IOException {
        try (Response response = provider.get("/print")) {
            return response.body().string();
        }
    }
}
