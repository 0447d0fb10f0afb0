package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server after the other on the same port, without a service manager that listens meanwhile. */
@Timeout(120)
final class SuccessionTest {
    @TempDir
    private Path scratch;

    private ProviderProcess serve(int port, String data, String reusePort) throws Exception {
        return ProviderProcess.serve(
                scratch,
                "--set",
                "provider.http.reuse-port=" + reusePort,
                "--set",
                // All clients come from one address here.
                "provider.limits.connections-per-address=8192",
                "--set",
                "provider.http.port=" + port,
                "--set",
                "provider.data=" + scratch.resolve(data));
    }

    @Test
    void nobodyIsRefusedWhenTheNextOneComesBeforeTheFirstGoes() throws Exception {
        ProviderProcess server = serve(0, "data-0", "true");
        int port = server.port();
        try (var storm = new Storm(port)) {
            for (int generation = 1; generation <= 2; generation++) {
                int before = storm.answers();
                Await.until("some answers", () -> storm.answers() > before + 200);
                ProviderProcess next = serve(port, "data-" + generation, "true");
                server.terminate();
                assertEquals(0, server.status(), server.err());
                server.close();
                server = next;
            }
            int last = storm.answers();
            Await.until("answers of the last one", () -> storm.answers() > last + 200);
            assertEquals(List.of(), storm.end());
        } finally {
            server.close();
        }
    }

    @Test
    void aServerThatDoesNotShareItsPortIsSafeFromAnother() throws Exception {
        try (ProviderProcess server = serve(0, "data-0", "false");
                ProviderProcess other = serve(server.port(), "data-1", "true")) {
            assertEquals(1, other.status());
            assertTrue(other.err().contains("only with a server that was started so as well"), other.err());
        }
    }
}
