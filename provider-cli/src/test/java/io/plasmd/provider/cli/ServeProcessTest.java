package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.RawHttp;
import io.plasmd.provider.server.Texts;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code provider serve} as a process: what it prints, and how it ends. */
final class ServeProcessTest {
    @TempDir
    private Path scratch;

    @Test
    void readyLineComesFirstAndStandardOutputStaysEmpty() throws Exception {
        try (var server = ProviderProcess.serve(scratch)) {
            String line = server.err().lines().findFirst().orElse("");
            assertTrue(line.matches("Ready: http://127\\.0\\.0\\.1:\\d+/ \\(started in \\d+ ms\\)"), server.err());
            assertEquals(
                    404,
                    RawHttp.exchange(server.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status());
            server.terminate();
            assertEquals(0, server.status(), server.err());
            assertEquals("", server.out());
        }
    }

    @Test
    void secondSignalEndsTheProcessAtOnce() throws Exception {
        PluginSource.named("a")
                .answering("/phase", "context.provider().phase()")
                .jar()
                .writeTo(plugin("a.jar"));
        try (var server =
                serve("--plugins", scratch.resolve("plugins").toString(), "--set", "provider.shutdown.delay=1h")) {
            int port = server.port();
            server.terminate();
            // Two signals sent at once are one to the operating system.
            Await.until(
                    "the first has been seen",
                    () -> RawHttp.exchange(port, "GET /phase HTTP/1.0\r\n\r\n")
                            .body()
                            .equals("DRAINING"));
            assertTrue(server.isAlive());
            server.terminate();
            assertEquals(143, server.status());
        }
    }

    @Test
    void portInUseIsOneLineAndStatusOne() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = run("--bind", "127.0.0.1", "--port", String.valueOf(taken.getLocalPort()))) {
            assertEquals(1, server.status());
            assertEquals(
                    "provider: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use. Stop"
                            + " what uses that port (ss -ltnp 'sport = :" + taken.getLocalPort() + "' names it), or"
                            + " choose another with --port (0 picks a free one) or --bind.\n",
                    server.err());
            assertEquals("", server.out());
        }
    }

    @Test
    void addressOfAnotherMachineIsOneLineAndStatusOne() throws Exception {
        try (var server = run("--bind", "192.0.2.1", "--port", "0")) {
            assertEquals(1, server.status());
            assertTrue(server.err().startsWith("provider: cannot listen on 192.0.2.1:0: "), server.err());
            assertEquals(1, server.err().lines().count(), server.err());
        }
    }

    @Test
    void wrongConfigurationIsStatusTwo() throws Exception {
        try (var server = run("--port", "http")) {
            assertEquals(2, server.status());
            assertEquals("provider: option --port: provider.http.port = \"http\": expected a number\n", server.err());
        }
    }

    @Test
    void plainServeStartsWithoutPicocliAndOtherCommands() throws Exception {
        assertEquals(List.of(), commandClassesLoadedBy("serve", "--port", "http"));
    }

    @Test
    void serveThatIsNotPlainLoadsNoOtherCommand() throws Exception {
        List<String> classes = commandClassesLoadedBy("serve", "--port", "1", "--port", "http");
        assertTrue(classes.remove("picocli.CommandLine"), classes.toString());
        assertEquals(List.of("ProviderCommand", "ServeCommand"), classes);
    }

    /** Of a command line that is refused, the latest by the configuration. */
    private List<String> commandClassesLoadedBy(String... command) throws Exception {
        Path log = scratch.resolve("classes.log");
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        try (var server = ProviderProcess.start(scratch, environment, List.of(command))) {
            assertEquals(2, server.status(), server.err());
        }
        return Pattern.compile(" (?:io\\.plasmd\\.provider\\.cli\\.(\\w+Command)|(picocli\\.CommandLine)) ")
                .matcher(Texts.read(log))
                .results()
                .map(result -> result.group(1) == null ? result.group(2) : result.group(1))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void environmentIsRead() throws Exception {
        try (var config = ProviderProcess.start(scratch, Map.of("PROVIDER_CHANNEL", "edge"), List.of("config"))) {
            assertEquals(0, config.status(), config.err());
            assertTrue(
                    config.out()
                            .lines()
                            .anyMatch(line ->
                                    line.matches("provider.channel +edge +environment variable PROVIDER_CHANNEL")),
                    config.out());
        }
    }

    @Test
    void brokenPluginsAreReportedWithoutAStackTrace() throws Exception {
        PluginSource.named("a").start("throw new IOException(\"no\");").jar().writeTo(plugin("a.jar"));
        PluginSource.named("b").start("""
                        context.mount("/b", new HttpServlet() {
                            @Override public void init() { throw new IllegalStateException("no"); }
                        });""").jar().writeTo(plugin("b.jar"));
        try (var server = serve("--plugins", scratch.resolve("plugins").toString())) {
            // Not a mistake that somebody wrote: what it has not reached may be there at the next start.
            assertEquals(1, server.status());
            assertEquals(
                    "provider: plugin " + plugin("a.jar") + " failed in phase start: no (IOException)\n", server.err());
        }
        PluginSource.named("a").jar().writeTo(plugin("a.jar"));
        try (var server = serve("--plugins", scratch.resolve("plugins").toString())) {
            assertEquals(2, server.status());
            assertEquals(
                    "provider: plugin " + plugin("b.jar")
                            + " failed in phase start: the servlet of \"/b\": no (IllegalStateException)\n",
                    server.err());
        }
    }

    @Test
    void logLevelCountsForLoggersThatPluginsMakeWhileTheyAreLoaded() throws Exception {
        PluginSource.named("a")
                .members("static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(\"zoo\");")
                .start("LOG.debug(\"deep\"); LOG.trace(\"deeper\");")
                .jar()
                .writeTo(plugin("a.jar"));
        try (var server = ProviderProcess.serve(
                scratch, "--plugins", scratch.resolve("plugins").toString(), "--set", "provider.log.level=debug")) {
            assertTrue(server.err().contains("DEBUG zoo - deep\n"), server.err());
            assertFalse(server.err().contains("deeper"), server.err());
        }
    }

    @Test
    void answerUnderWayIsCutOffAfterTheGraceAndTheProcessEndsWell() throws Exception {
        PluginSource.named("a").start("""
                        context.mount("/hang", on((request, response) -> {
                            response.setContentLength(8);
                            response.getOutputStream().write("half".getBytes());
                            response.flushBuffer();
                            new java.util.concurrent.CountDownLatch(1).await();
                        }));""").jar().writeTo(plugin("a.jar"));
        try (var server = ProviderProcess.serve(
                        scratch,
                        "--plugins",
                        scratch.resolve("plugins").toString(),
                        "--set",
                        "provider.shutdown.grace=300ms");
                var http = new RawHttp(server.port())) {
            http.send("GET /hang HTTP/1.1\r\nHost: x\r\n\r\n");
            http.readHead();
            server.terminate();
            assertEquals(4, http.readToEnd().length);
            assertEquals(0, server.status(), server.err());
            assertFalse(server.err().contains("\tat "), server.err());
        }
    }

    @Test
    void portIsClosedBeforeTheProcessEnds() throws Exception {
        try (var server = ProviderProcess.serve(scratch)) {
            int port = server.port();
            server.terminate();
            assertEquals(0, server.status());
            assertThrows(ConnectException.class, () -> new RawHttp(port));
        }
    }

    private ProviderProcess run(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--data", scratch.resolve("data").toString()));
        arguments.addAll(List.of(options));
        return ProviderProcess.start(scratch, Map.of(), arguments);
    }

    private ProviderProcess serve(String... options) throws Exception {
        return ProviderProcess.serve(scratch, options);
    }

    private Path plugin(String name) {
        return scratch.resolve("plugins").resolve(name);
    }
}
