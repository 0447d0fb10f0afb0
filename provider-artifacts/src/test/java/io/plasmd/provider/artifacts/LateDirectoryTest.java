package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that comes after the service: clients are told to wait, and nothing is missing before it is there. */
final class LateDirectoryTest {
    @TempDir
    private Path scratch;

    private RunningProvider start() throws Exception {
        return RunningProvider.start(Map.of(
                "provider.endpoints.artifacts.directory",
                        scratch.resolve("late/boot").toString(),
                "provider.endpoints.artifacts.scan-interval", "20ms",
                "provider.arch", "x86_64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/kernel", "/manifest.json", "/stable/x86_64/SHA256SUMS", "/stable/x86_64/vmlinuz.sha256"})
    void withoutItTheAnswerIsToComeBack(String path) throws Exception {
        try (var provider = start();
                Response response = provider.get(path)) {
            assertEquals(503, response.code());
            assertEquals("1", response.header("Retry-After", "").replaceAll("\\d+", "1"));
        }
    }

    @Test
    void itIsTakenAsSoonAsItIsThere() throws Exception {
        try (var provider = start()) {
            ArtifactServer.put(
                    scratch.resolve("late/boot/stable/x86_64/vmlinuz"),
                    ArtifactServer.bytes(100),
                    Instant.now().minusSeconds(60));
            Await.until("the kernel", () -> {
                try (Response response = provider.get("/kernel")) {
                    return response.code() == 200;
                }
            });
            try (Response response = provider.get("/nothing")) {
                assertEquals(404, response.code());
            }
        }
    }

    @Test
    void onceGoneItIsWaitedForAgain() throws Exception {
        Files.createDirectories(scratch.resolve("late/boot/stable/x86_64"));
        try (var provider = start()) {
            Files.move(scratch.resolve("late"), scratch.resolve("away"));
            try (Response response = provider.get("/kernel")) {
                assertEquals(503, response.code());
            }
        }
    }
}
