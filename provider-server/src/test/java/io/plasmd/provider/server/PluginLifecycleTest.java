package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order endpoints are started and closed, also when something fails on the way. */
final class PluginLifecycleTest {
    @TempDir
    private Path scratch;

    private Path plugins;
    private Path notes;

    @BeforeEach
    void choosePaths() {
        plugins = scratch.resolve("plugins");
        notes = scratch.resolve("notes");
    }

    @Test
    void theVersionOfAPluginIsThatOfItsManifest() throws Exception {
        Files.createDirectories(plugins);
        String manifest = "Manifest-Version: 1.0\r\nImplementation-Version: 2.7.1\r\n\r\n";
        // The manifest has to be the first entry of a jar.
        PluginSource.named("sample")
                .answering("/versions", "context.provider().plugins()")
                .jar()
                .file("META-INF/MANIFEST.MF", manifest)
                .writeTo(plugins.resolve("sample.jar"));
        PluginSource.named("other").jar().writeTo(plugins.resolve("other.jar"));
        try (var provider = RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
                Response response = provider.get("/versions")) {
            String text = response.body().string();
            assertTrue(text.contains("name=sample, source=" + plugins.resolve("sample.jar") + ", version=2.7.1"), text);
            assertTrue(text.contains("name=other, source=" + plugins.resolve("other.jar") + ", version=null"), text);
        }
    }

    @Test
    void endpointsAreClosedInTheReverseOrderOfTheirStarts() throws Exception {
        noting("a").jar().writeTo(plugins.resolve("1.jar"));
        noting("b").jar().writeTo(plugins.resolve("2.jar"));
        noting("c").jar().writeTo(plugins.resolve("3.jar"));
        start().close();
        assertEquals(
                List.of("start a", "start b", "start c", "close c", "close b", "close a"), Files.readAllLines(notes));
    }

    @Test
    void failedStartClosesWhatWasStartedAndTheFailedOneToo() throws Exception {
        noting("a").jar().writeTo(plugins.resolve("1.jar"));
        noting("b")
                .start("note(\"start b\"); throw new IOException(\"no\");")
                .jar()
                .writeTo(plugins.resolve("2.jar"));
        assertThrows(StartException.class, this::start);
        assertEquals(List.of("start a", "start b", "close b", "close a"), Files.readAllLines(notes));
    }

    @Test
    void servletThatFailsToInitializeClosesEveryEndpoint() throws Exception {
        noting("a").start("""
                        note("start a");
                        context.mount("/a", new HttpServlet() {
                            @Override public void init() { throw new IllegalStateException("no"); }
                        });""").jar().writeTo(plugins.resolve("1.jar"));
        noting("b").jar().writeTo(plugins.resolve("2.jar"));
        assertThrows(StartException.class, this::start);
        assertEquals(List.of("start a", "start b", "close b", "close a"), Files.readAllLines(notes));
    }

    @Test
    void portInUseClosesEveryEndpoint() throws Exception {
        noting("a").jar().writeTo(plugins.resolve("1.jar"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thrown = assertThrows(
                    StartException.class,
                    () -> RunningProvider.start(Map.of(
                            "provider.plugins", plugins.toString(),
                            "provider.http.port", String.valueOf(taken.getLocalPort()))));
            assertEquals(ExitStatus.FAILED, thrown.status());
            assertTrue(
                    String.valueOf(thrown.getMessage()).contains("127.0.0.1:" + taken.getLocalPort()),
                    thrown.getMessage());
        }
        assertEquals(List.of("start a", "close a"), Files.readAllLines(notes));
    }

    @Test
    void failureToCloseDoesNotKeepTheOthersFromClosing() throws Exception {
        noting("a").jar().writeTo(plugins.resolve("1.jar"));
        noting("b")
                .close("note(\"close b\"); throw new AssertionError(\"no\");")
                .jar()
                .writeTo(plugins.resolve("2.jar"));
        start().close();
        assertEquals(List.of("start a", "start b", "close b", "close a"), Files.readAllLines(notes));
    }

    @Test
    void trialStartGoesThroughTheSamePhases() throws Exception {
        noting("a").jar().writeTo(plugins.resolve("1.jar"));
        noting("b").jar().writeTo(plugins.resolve("2.jar"));
        assertEquals(List.of("a", "b"), Trial.of(plugins).endpoints());
        assertEquals(List.of("start a", "start b", "close b", "close a"), Files.readAllLines(notes));
    }

    @Test
    void contextRefusesAdditionsAfterTheStart() throws Exception {
        noting("late").start("""
                        context.mount("/late", on((request, response) -> {
                            try {
                                context.addReadyNote(() -> "late");
                            } catch (IllegalStateException e) {
                                response.getWriter().print(e.getMessage());
                            }
                        }));""").jar().writeTo(plugins.resolve("1.jar"));
        try (var provider = start();
                var response = provider.get("/late")) {
            assertEquals(
                    "endpoint late has started; add things in its start()",
                    response.body().string());
        }
    }

    private PluginSource noting(String name) {
        return PluginSource.named(name)
                .notesTo(notes)
                .start("note(\"start \" + name());")
                .close("note(\"close \" + name());");
    }

    private RunningProvider start() throws Exception {
        return RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
    }
}
