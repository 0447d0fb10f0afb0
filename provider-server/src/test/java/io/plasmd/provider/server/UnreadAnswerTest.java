package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are no downloads, and clients that do not take them. */
final class UnreadAnswerTest {
    private static final int BYTES = 16 << 20;

    @TempDir
    private Path scratch;

    /** Long before the connection's idle timeout, which begins anew with every byte. */
    @Test
    void endsByItsDeadline() throws Exception {
        Path log = scratch.resolve("access.log");
        Path plugins = Files.createDirectory(scratch.resolve("plugins"));
        PluginSource.named("large")
                .start("context.mount(\"/large\", on((request, response) -> context.send(response, new byte[" + BYTES
                        + "])));")
                .jar()
                .writeTo(plugins.resolve("large.jar"));
        try (var provider = RunningProvider.start(Map.of(
                        "provider.plugins",
                        plugins.toString(),
                        "provider.limits.stall-timeout",
                        "300ms",
                        "provider.limits.min-rate",
                        "64MiB",
                        "provider.log.access.target",
                        log.toString()));
                var client = new RawHttp(provider.port())) {
            client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            Await.until("it to be under way", () -> (Long) provider.metric("active_requests") == 1);
            Await.until("it to be cut off", () -> (Long) provider.metric("active_requests") == 0);
            assertThrows(IOException.class, client::read, "what it has not taken is not offered any longer");
            Await.until("a line in the access log", () -> text(scratch).contains("did not take " + BYTES + " bytes"));
            assertTrue(text(scratch).contains("(limits.stall-timeout and limits.min-rate)"), text(scratch));
        }
    }

    private static String text(Path directory) throws IOException {
        var text = new StringBuilder();
        try (var logs = Files.newDirectoryStream(directory, "access*.log")) {
            for (Path log : logs) {
                text.append(Files.readString(log));
            }
        }
        return text.toString();
    }
}
