package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.RunningProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be looked at is not missing: 404 would be final for clients, and nobody would be told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NotToBeLookedAtTest {
    private BrokenDisk disk;

    @BeforeAll
    void mount() throws Exception {
        disk = new BrokenDisk();
        ArtifactServer.put(
                disk.source().resolve("stable/x86_64/vmlinuz"),
                ArtifactServer.bytes(100),
                Instant.now().minusSeconds(600));
    }

    @AfterEach
    void mend() throws Exception {
        disk.breaksAs();
    }

    @AfterAll
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    private RunningProvider start() throws Exception {
        return RunningProvider.start(new HashMap<>(Map.of(
                "provider.endpoints.artifacts.directory", disk.mounted().toString(),
                "provider.endpoints.artifacts.scan-interval", "20ms",
                "provider.arch", "x86_64")));
    }

    private static int status(RunningProvider provider, String path) throws Exception {
        try (Response response = provider.get(path)) {
            if (response.code() == 503) {
                assertTrue(response.header("Retry-After", "").matches("\\d+"), path);
            }
            return response.code();
        }
    }

    /** Why it is degraded; empty where it is not. */
    private static String degraded(RunningProvider provider) throws Exception {
        HealthCheck.Result result = provider.health("artifacts_readable");
        assertEquals(result.healthy(), result.detail().isEmpty());
        return result.detail();
    }

    private static void await(RunningProvider provider, String path, int status) {
        Await.until(path + " is " + status, () -> status(provider, path) == status);
    }

    private List<String> paths() throws Exception {
        String blob = "/blobs/sha256/" + ArtifactServer.sha256(ArtifactServer.bytes(100));
        return List.of(
                "/kernel",
                "/stable/x86_64/vmlinuz",
                "/stable/amd64/vmlinuz",
                "/stable/x86_64/vmlinuz.sha256",
                "/stable/x86_64/SHA256SUMS",
                "/stable/x86_64/nothing",
                "/manifest.json",
                blob);
    }

    @ParameterizedTest
    @CsvSource({
        "in EACCES /stable/x86_64,                             /stable/x86_64",
        "in EACCES /stable,                                    /stable",
        "in EPERM /stable/x86_64,                              /stable/x86_64",
        "ESTALE /stable/x86_64,                                /stable/x86_64",
        "EIO /stable,                                          /stable",
        "ETIMEDOUT /stable,                                    /stable",
        "ENOTCONN /stable/x86_64,                              /stable/x86_64",
        "EIO /stable/x86_64/vmlinuz,                           /stable/x86_64"
    })
    void isAnswered503SaidOnceAndDegraded(String failure, String named) throws Exception {
        try (var log = new CapturedLog();
                var provider = start()) {
            for (String path : paths().subList(0, 5)) {
                await(provider, path, 200);
            }
            disk.breaksAs(failure);
            for (int i = 0; i < 3; i++) {
                for (String path : paths()) {
                    if (!path.endsWith("nothing") || !failure.endsWith("vmlinuz")) {
                        assertEquals(503, status(provider, path), path);
                    }
                }
            }
            String directory = disk.mounted() + named;
            Await.until(
                    "degraded", () -> degraded(provider).startsWith(directory + ": cannot be looked into, so clients"));
            // A look that was under way when it broke may have come as far as what is in it.
            assertTrue(log.count("WARN") <= 2, log::text);
            assertEquals(1, log.count(directory + ": cannot be looked into"), log::text);
            disk.breaksAs();
            for (String path : paths()) {
                await(provider, path, path.endsWith("nothing") ? 404 : 200);
            }
            Await.until("healthy", () -> degraded(provider).isEmpty());
        }
    }

    @Test
    void fromTheStartOnAsWell() throws Exception {
        disk.breaksAs("ESTALE /stable/x86_64");
        try (var provider = start()) {
            assertEquals(503, status(provider, "/kernel"));
            Await.until("degraded", () -> !degraded(provider).isEmpty());
            disk.breaksAs();
            await(provider, "/kernel", 200);
        }
    }

    @Test
    void whatCannotBeListedCanStillBeHadButHasNoSums() throws Exception {
        try (var provider = start()) {
            await(provider, "/stable/x86_64/SHA256SUMS", 200);
            disk.breaksAs("list EACCES /stable/x86_64");
            assertEquals(200, status(provider, "/kernel"));
            assertEquals(503, status(provider, "/stable/x86_64/SHA256SUMS"));
            assertEquals(503, status(provider, "/manifest.json"));
        }
    }

    @ParameterizedTest
    @CsvSource({"in EACCES, EFI/BOOT", "list EACCES, EFI/BOOT", "EIO, EFI", "ESTALE, EFI"})
    void aDirectoryBelowAnArchitectureTakesNothingFromTheOthers(String failure, String named) throws Exception {
        Path tree = disk.source().resolve("stable/x86_64/EFI");
        ArtifactServer.put(
                tree.resolve("BOOT/BOOTX64.EFI"),
                ArtifactServer.bytes(50),
                Instant.now().minusSeconds(600));
        ArtifactServer.put(
                disk.source().resolve("stable/x86_64/grub/a/b.mod"),
                ArtifactServer.bytes(60),
                Instant.now().minusSeconds(600));
        try (var log = new CapturedLog();
                var provider = start()) {
            await(provider, "/stable/x86_64/SHA256SUMS", 200);
            disk.breaksAs(failure + " /stable/x86_64/EFI/BOOT");
            String said = disk.mounted() + "/stable/x86_64/" + named + ": cannot be looked into, so clients get 503";
            Await.until("degraded", () -> degraded(provider).startsWith(said));
            assertEquals(
                    failure.startsWith("list") ? 200 : 503, status(provider, "/stable/x86_64/EFI/BOOT/BOOTX64.EFI"));
            if (!failure.startsWith("list")) {
                assertEquals(503, status(provider, "/stable/x86_64/EFI/BOOT/nothing"));
            }
            // Nobody knows all that there is.
            assertEquals(503, status(provider, "/stable/x86_64/SHA256SUMS"));
            assertEquals(503, status(provider, "/manifest.json"));
            for (String path : List.of(
                    "/kernel",
                    "/stable/x86_64/vmlinuz.sha256",
                    "/stable/x86_64/grub/a/b.mod",
                    "/blobs/sha256/" + ArtifactServer.sha256(ArtifactServer.bytes(60)))) {
                assertEquals(200, status(provider, path), path);
            }
            assertEquals(404, status(provider, "/stable/x86_64/EFI/nothing"));
            assertEquals(404, status(provider, "/stable/x86_64/nothing"));
            assertEquals(1, log.count(said), log::text);
            disk.breaksAs();
            await(provider, "/stable/x86_64/SHA256SUMS", 200);
            await(provider, "/stable/x86_64/EFI/BOOT/nothing", 404);
            Await.until("healthy", () -> degraded(provider).isEmpty());
        } finally {
            disk.breaksAs();
            for (String name : List.of("EFI/BOOT/BOOTX64.EFI", "EFI/BOOT", "EFI", "grub/a/b.mod", "grub/a", "grub")) {
                Files.delete(disk.source().resolve("stable/x86_64").resolve(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost+found", "private"})
    void aDirectoryThatNeverWasForClientsDegradesNothing(String name) throws Exception {
        Path other = Files.createDirectories(disk.source().resolve(name));
        disk.breaksAs("list EACCES /" + name);
        try (var provider = start()) {
            await(provider, "/stable/x86_64/SHA256SUMS", 200);
            assertEquals("", degraded(provider));
        } finally {
            Files.delete(other);
        }
    }

    @Test
    void oneArchitectureDoesNotKeepTheOthersFromBeingServed() throws Exception {
        ArtifactServer.put(
                disk.source().resolve("edge/riscv64/Image"),
                ArtifactServer.bytes(200),
                Instant.now().minusSeconds(600));
        disk.breaksAs("EIO /stable/x86_64");
        try (var provider = start()) {
            await(provider, "/edge/riscv64/Image.sha256", 200);
            await(provider, "/blobs/sha256/" + ArtifactServer.sha256(ArtifactServer.bytes(200)), 200);
            assertEquals(404, status(provider, "/edge/riscv64/nothing"));
        }
    }
}
