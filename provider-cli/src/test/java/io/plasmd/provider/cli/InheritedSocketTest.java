package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import io.plasmd.provider.server.RawHttp;
import io.plasmd.provider.server.TestAuthority;
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
    /** Listens on the ports of its first argument, and runs what follows twice, one after the other. */
    private static final String MANAGER = """
            import fcntl, os, socket, sys
            sockets = []
            for port in sys.argv[1].split(","):
                s = socket.socket()
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind(("127.0.0.1", int(port)))
                s.listen(1024)
                sockets.append(fcntl.fcntl(s, fcntl.F_DUPFD, 20))
            for run in range(2):
                pid = os.fork()
                if pid == 0:
                    for number, s in enumerate(sockets, 3):
                        os.dup2(s, number, inheritable=True)
                        os.close(s)
                    os.environ.update(LISTEN_FDS=str(len(sockets)), LISTEN_PID=str(os.getpid()))
                    os.execvp(sys.argv[2], sys.argv[2:])
                print(pid, flush=True)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                print("ended", status, flush=True)
                if status: break
            """;

    @TempDir
    private Path scratch;

    private int port;
    private int securePort;

    @BeforeEach
    void choose() throws Exception {
        Programs.require("python3", "python3");
        try (var free = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            port = free.getLocalPort();
            securePort = other.getLocalPort();
        }
    }

    private Process manager(int configured) throws Exception {
        return manager(String.valueOf(port), configured);
    }

    private Process manager(String ports, int configured, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", MANAGER, ports));
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
        command.addAll(List.of(more));
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
        var authority = new TestAuthority(scratch);
        authority.install(authority.issue("server"));
        Process manager = manager(
                port + "," + securePort,
                port,
                "--set",
                "provider.http.tls.certificate=" + authority.certificate(),
                "--set",
                "provider.http.tls.key=" + authority.key(),
                "--set",
                "provider.http.tls.port=" + securePort);
        try {
            Await.until("a server", () -> err().contains("Ready: "));
            try (var storm = new Storm(port);
                    var secure = new Storm(securePort, authority.client().sslSocketFactory())) {
                Await.until("some answers", () -> storm.answers() > 500 && secure.answers() > 50);
                new ProcessBuilder("kill", out().getFirst()).start().waitFor();
                Await.until("the next server", () -> err().split("Ready: ", -1).length == 3);
                int before = storm.answers();
                int secureBefore = secure.answers();
                Await.until(
                        "its answers", () -> storm.answers() > before + 500 && secure.answers() > secureBefore + 50);
                assertEquals(List.of(), storm.end());
                assertEquals(List.of(), secure.end());
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
