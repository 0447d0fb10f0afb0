package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.NotifyListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command under a service manager. */
@Timeout(120)
final class SupervisedTest {
    @TempDir
    private Path scratch;

    private ProviderProcess start(String socket, String... options) throws Exception {
        return ProviderProcess.startServer(scratch, Map.of("NOTIFY_SOCKET", socket), options);
    }

    @Test
    void saysWhenItIsReadyWhenItReloadsAndWhenItStops() throws Exception {
        try (var listener = NotifyListener.at(scratch + "/notify", scratch);
                ProviderProcess server = start(listener.address())) {
            String ready = listener.await("READY=1");
            assertTrue(server.err().contains("Ready: "), server.err());
            assertTrue(ready.contains("|STATUS=serves " + server.url()), ready);
            server.signal("HUP");
            listener.await("RELOADING=1");
            Await.until("it is ready again", () -> listener.messages().getLast().equals(ready));
            server.terminate();
            listener.await("STOPPING=1");
            assertEquals(0, server.status(), server.err());
        }
    }

    @Test
    void isNeverReadyWithAWrongConfiguration() throws Exception {
        try (var listener = NotifyListener.at(scratch + "/notify", scratch);
                ProviderProcess server = start(listener.address(), "--set", "provider.http.threads=many")) {
            assertEquals(2, server.status(), server.err());
            assertEquals(List.of(), listener.messages());
        }
    }
}
