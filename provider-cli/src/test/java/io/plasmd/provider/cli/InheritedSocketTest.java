package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import io.plasmd.provider.server.RawHttp;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service manager listens, and starts one server after the other on its socket. */
@Timeout(120)
final class InheritedSocketTest {
    /** Listens on the port of its first argument, and runs what follows twice, one after the other. */
    private static final String MANAGER = """
            import os, socket, sys
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("127.0.0.1", int(sys.argv[1])))
            s.listen(1024)
            for run in range(2):
                pid = os.fork()
                if pid == 0:
                    if s.fileno() != 3: os.dup2(s.fileno(), 3)
                    os.set_inheritable(3, True)
                    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                    os.execvp(sys.argv[2], sys.argv[2:])
                print(pid, flush=True)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                print("ended", status, flush=True)
                if status: break
            """;

    @TempDir
    private Path scratch;

    private int port;

    @BeforeEach
    void choose() throws Exception {
        Programs.require("python3", "python3");
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    private Process manager(int configured) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", MANAGER, String.valueOf(port)));
        command.addAll(ProviderProcess.command(List.of(
                "serve",
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(configured),
                "--set",
                // All clients come from one address here.
                "provider.limits.connections-per-address=8192",
                "--data",
                scratch.resolve("data").toString())));
        return new ProcessBuilder(command)
                .redirectOutput(scratch.resolve("out").toFile())
                .redirectError(scratch.resolve("err").toFile())
                .start();
    }

    private List<String> out() throws Exception {
        return Files.readAllLines(scratch.resolve("out"));
    }

    private String err() throws Exception {
        return Files.readString(scratch.resolve("err"));
    }

    @Test
    void whoComesBetweenTwoServersWaitsAndIsAnswered() throws Exception {
        Process manager = manager(port);
        try {
            Await.until("a server", () -> err().contains("Ready: http://127.0.0.1:" + port + "/ "));
            assertEquals(404, ask());
            new ProcessBuilder("kill", out().getFirst()).start().waitFor();
            Await.until("its end", () -> out().contains("ended 0"));
            CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(this::ask);
            assertEquals(404, waiting.get(60, TimeUnit.SECONDS));
            new ProcessBuilder("kill", out().getLast()).start().waitFor();
            assertTrue(manager.waitFor(30, TimeUnit.SECONDS));
        } finally {
            manager.descendants().forEach(ProcessHandle::destroyForcibly);
            manager.destroyForcibly().waitFor();
        }
    }

    @Test
    void nobodyIsRefusedByARestartInAStorm() throws Exception {
        Process manager = manager(port);
        try {
            Await.until("a server", () -> err().contains("Ready: "));
            try (var storm = new Storm(port)) {
                Await.until("some answers", () -> storm.answers() > 500);
                new ProcessBuilder("kill", out().getFirst()).start().waitFor();
                Await.until("the next server", () -> err().split("Ready: ", -1).length == 3);
                int before = storm.answers();
                Await.until("its answers", () -> storm.answers() > before + 500);
                assertEquals(List.of(), storm.end());
            }
            new ProcessBuilder("kill", out().getLast()).start().waitFor();
            assertTrue(manager.waitFor(30, TimeUnit.SECONDS));
            assertEquals("ended 0", out().getLast());
        } finally {
            manager.descendants().forEach(ProcessHandle::destroyForcibly);
            manager.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSocketThatNoSettingAsksForIsRefusedWithTheRemedy() throws Exception {
        Process manager = manager(0);
        try {
            assertTrue(manager.waitFor(60, TimeUnit.SECONDS));
            assertEquals("ended 2", out().getLast());
            assertTrue(err().contains("(provider.socket) listens on port " + port), err());
        } finally {
            manager.destroyForcibly().waitFor();
        }
    }

    /** For what no server has, and only a server says. */
    private int ask() {
        try {
            return RawHttp.exchange(port, "GET /nothing HTTP/1.0\r\n\r\n").status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
