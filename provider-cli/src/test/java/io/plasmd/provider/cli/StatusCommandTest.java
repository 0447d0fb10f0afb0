package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.RunningProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusCommandTest {
    @TempDir
    private Path plugins;

    @Test
    void aServerThatCannotBeReachedIsOneLineAndStatus1() {
        for (String command : new String[] {"status", "list"}) {
            CommandRun run = CommandRun.of(command, "--url", "http://127.0.0.1:1/");
            assertEquals(1, run.status(), command);
            assertEquals("", run.out());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("provider: cannot ask http://127.0.0.1:1/: "), run.err());
        }
    }

    @Test
    void theDefaultIsTheConfiguredServer() {
        CommandRun run = CommandRun.of("status", "--port", "1");
        assertTrue(run.err().startsWith("provider: cannot ask http://127.0.0.1:1/: "), run.err());
    }

    @Test
    void whereOperationsHaveAnAddressOfTheirOwnItIsAsked() {
        for (String command : new String[] {"status", "list"}) {
            CommandRun run = CommandRun.of(
                    command,
                    "--set",
                    "provider.http.operations.bind=0.0.0.0",
                    "--set",
                    "provider.http.operations.port=2");
            assertTrue(run.err().startsWith("provider: cannot ask http://127.0.0.1:2/: "), run.err());
        }
    }

    @Test
    void whatIsNoUrlIsWrongUsage() {
        for (String url : new String[] {"localhost:8080", "ftp://x/", "http://", "::"}) {
            CommandRun run = CommandRun.of("list", "--url", url);
            assertEquals(2, run.status(), url);
            assertTrue(run.err().contains("--url " + url + ": expected a URL"), run.err());
        }
    }

    @Test
    void theCertificateAndTheAddressForOperationsAreShownWhereThereAreAny() throws Exception {
        String table = tableOf("""
                {"tls": {"port": 8443, "subject": "CN=boot.example", "expires_in_secs": 864000,
                         "reload_refused": "/tls/server.key: there is no private key in it"},
                 "listeners": {"http": "http://10.0.0.1:8080/", "operations": "http://10.1.0.1:8081/"}}""");
        assertTrue(table.matches("(?s).*\\nhttps +port 8443, CN=boot.example, expires in 10 d 0 h\\n.*"), table);
        assertTrue(table.contains("the new certificate is not taken: /tls/server.key: there is no"), table);
        assertTrue(table.matches("(?s).*\\noperations +http://10.1.0.1:8081/\\n.*"), table);
    }

    @Test
    void aCertificateThatHasExpiredSaysSo() throws Exception {
        String table = tableOf("""
                {"tls": {"port": 8443, "subject": "CN=x", "expires_in_secs": -5, "not_after": "2026-01-31T00:00:00Z"}}""");
        assertTrue(table.contains("CN=x, has expired at 2026-01-31T00:00:00Z\n"), table);
    }

    @Test
    void aServerOfPlainHttpHasNoRowsForThem() throws Exception {
        String table = tableOf("{\"listeners\": {\"http\": \"http://10.0.0.1:8080/\"}}");
        assertFalse(table.contains("https"), table);
        assertFalse(table.contains("operations"), table);
    }

    /** What the command prints of a server that answers so. */
    private String tableOf(String status) throws Exception {
        String literal = status.replace("\"", "\\\"").replace("\n", " ");
        PluginSource.named("status")
                .answering("/status", "\"" + literal + "\"")
                .jar()
                .writeTo(plugins.resolve("status.jar"));
        try (var provider = RunningProvider.start(Map.of("provider.plugins", plugins.toString()))) {
            CommandRun run = CommandRun.of("status", "--url", provider.url("/"));
            assertEquals(0, run.status(), run.err());
            return run.out();
        }
    }

    @Test
    void aServerThatIsNoProviderIsOneLineAndStatus1() throws Exception {
        // Without the endpoint that answers /status.
        try (var provider = RunningProvider.start(Map.of())) {
            CommandRun run = CommandRun.of("status", "--url", provider.url("/"));
            assertEquals(1, run.status());
            assertTrue(run.err().contains("it answered 404 for /status"), run.err());
        }
    }
}
