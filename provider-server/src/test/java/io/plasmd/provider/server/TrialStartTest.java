package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial start finds what a start would, and leaves nothing behind. */
final class TrialStartTest {
    @TempDir
    private Path scratch;

    private Layers layers(String port) {
        return new Layers()
                .option("provider.http.bind", "127.0.0.1")
                .option("provider.http.port", port)
                .option("provider.data", scratch.resolve("data").toString());
    }

    @Test
    void noAccessLogIsBegun() {
        Path log = scratch.resolve("log");
        Trial trial = Trial.of(layers("0").option("provider.log.access.target", log + "/access.log"));
        assertEquals(ExitStatus.DONE, trial.status(), trial.message());
        assertFalse(Files.exists(log));
    }

    @Test
    void anAccessLogThatCannotBeWrittenIsFound() throws Exception {
        Path file = Files.createFile(scratch.resolve("file"));
        Trial trial = Trial.of(layers("0").option("provider.log.access.target", file + "/access.log"));
        assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
        assertTrue(
                trial.message().startsWith("provider.log.access.target = " + file + "/access.log: "), trial.message());
    }

    @Test
    void anEndpointCanTellATrialFromAStart() throws Exception {
        Path plugins = scratch.resolve("plugins");
        Path notes = scratch.resolve("notes");
        PluginSource.named("sample")
                .notesTo(notes)
                .start("note(\"trial \" + context.isTrial() + \" \" + context.dataDirectory());")
                .jar()
                .writeTo(plugins.resolve("sample.jar"));
        assertEquals(
                ExitStatus.DONE,
                Trial.of(layers("0").option("provider.plugins", plugins.toString()))
                        .status());
        Path data = scratch.resolve("data");
        try (var running = RunningProvider.start(
                Map.of("provider.data", data.toString(), "provider.plugins", plugins.toString()))) {
            List<String> lines = Files.readAllLines(notes);
            assertTrue(lines.getFirst().startsWith("trial true "), lines.toString());
            assertFalse(Files.exists(Path.of(lines.getFirst().substring("trial true ".length()))), lines.toString());
            assertEquals("trial false " + data.resolve("state/sample"), lines.getLast());
        }
    }

    @Test
    void aPortThatAnotherProgramHasIsFound() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Trial trial = Trial.of(layers(String.valueOf(taken.getLocalPort())));
            assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
            assertTrue(trial.message().contains("Address already in use"), trial.message());
        }
    }

    @Test
    void aPortThatThisServerHasAlreadyIsNoProblem() throws Exception {
        String data = scratch.resolve("data").toString();
        try (var running = RunningProvider.start(Map.of("provider.data", data))) {
            Trial trial = Trial.of(layers(String.valueOf(running.port())));
            assertEquals(ExitStatus.DONE, trial.status(), trial.message());
        }
    }

    @Test
    void aPortThatAnotherProgramHasIsFoundThoughThisServerRuns() throws Exception {
        Programs.require("python3", "python3");
        String data = scratch.resolve("data").toString();
        // Another process: what this one has is the server's here.
        Process other = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import socket; s = socket.create_server(('127.0.0.1', 0));"
                                + "print(s.getsockname()[1], flush=True); input()")
                .start();
        try (var running = RunningProvider.start(Map.of("provider.data", data));
                BufferedReader out = other.inputReader()) {
            Trial trial = Trial.of(layers(out.readLine()));
            assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
            assertTrue(trial.message().contains("Address already in use"), trial.message());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPortThatIsSharedIsNoProblemAndNoClientComesToTheTrial() throws Exception {
        try (var running = RunningProvider.start(Map.of("provider.http.reuse-port", "true"))) {
            Layers shared = layers(String.valueOf(running.port())).option("provider.http.reuse-port", "true");
            CompletableFuture<Void> trials = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5; i++) {
                    Trial trial = Trial.of(shared);
                    assertEquals(ExitStatus.DONE, trial.status(), trial.message());
                }
            });
            while (!trials.isDone()) {
                assertEquals(
                        404,
                        RawHttp.exchange(running.port(), "GET /nothing HTTP/1.0\r\n\r\n")
                                .status());
            }
            trials.get();
        }
    }

    @Test
    void aPortThatIsNotSharedIsRefusedWithTheReason() throws Exception {
        try (var running = RunningProvider.start(Map.of())) {
            Trial trial = Trial.of(layers(String.valueOf(running.port())).option("provider.http.reuse-port", "true"));
            assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
            assertTrue(trial.message().contains("only with a server that was started so as well"), trial.message());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsFoundBesideOtherProblems() {
        Trial trial =
                Trial.of(layers("0").option("provider.http.bind", "192.0.2.1").option("provider.http.prot", "1"));
        assertTrue(trial.message().startsWith("2 problems:"), trial.message());
        assertTrue(trial.message().contains("This machine does not have the address"), trial.message());
    }

    @Test
    void twoListenersOnOnePortAreFound() {
        Trial trial = Trial.of(layers("18081")
                .option("provider.http.operations.bind", "0.0.0.0")
                .option("provider.http.operations.port", "18081"));
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), trial.message());
        assertTrue(
                trial.message()
                        .contains("provider.http.operations.port = 18081: provider.http listens on 127.0.0.1:18081"
                                + " already. Give one of them another port"),
                trial.message());
    }

    @Test
    void oneAddressWithTwoPortsAndTwoAddressesWithOnePortAreNoProblem() {
        assertEquals(
                java.util.List.of(),
                layers("18081")
                        .option("provider.http.operations.bind", "127.0.0.2")
                        .option("provider.http.operations.port", "18081")
                        .problems());
    }
}
