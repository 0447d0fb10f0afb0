package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.RunningProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StatusCommandTest {

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
    void aServerThatIsNoProviderIsOneLineAndStatus1() throws Exception {
        // Without the endpoint that answers /status.
        try (var provider = RunningProvider.start(Map.of())) {
            CommandRun run = CommandRun.of("status", "--url", provider.url("/"));
            assertEquals(1, run.status());
            assertTrue(run.err().contains("it answered 404 for /status"), run.err());
        }
    }
}
