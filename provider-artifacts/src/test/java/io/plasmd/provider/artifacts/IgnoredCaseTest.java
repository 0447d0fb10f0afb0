package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are asked for with another case than they have, as by Windows and some firmwares. */
final class IgnoredCaseTest {
    private static final Map<String, String> ON = Map.of("provider.endpoints.artifacts.ignore-case", "true");

    private static String path(String name) {
        return ArtifactServer.RELEASE + name;
    }

    @Test
    void caseMattersUnlessItIsToBeIgnored() throws Exception {
        try (var server = new ArtifactServer()) {
            server.put("EFI/BOOT/BOOTX64.EFI", 100);
            assertEquals(200, server.status(path("EFI/BOOT/BOOTX64.EFI")));
            assertEquals(404, server.status(path("efi/boot/bootx64.efi")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"efi/boot/bootx64.efi", "EFI/Boot/bootx64.EFI", "Efi/BOOT/BOOTX64.EFI"})
    void aNameIsFoundHoweverItIsWritten(String name) throws Exception {
        try (var server = new ArtifactServer(ON)) {
            byte[] loader = server.put("EFI/BOOT/BOOTX64.EFI", 100);
            assertArrayEquals(loader, server.body(path(name)));
            String[] parts = name.split("/", -1);
            assertEquals(
                    ArtifactServer.sha256(loader) + "  " + parts[2] + "\n",
                    new String(server.awaitBody(path(name + ".sha256")), StandardCharsets.UTF_8));
            assertEquals(404, server.status(path(name + "x")));
            assertEquals(404, server.status(path("efi/boot")));
        }
    }

    @Test
    void ofSeveralTheFirstInOrderIsTakenAndTheExactOneBeforeAll() throws Exception {
        try (var server = new ArtifactServer(ON)) {
            byte[] upper = server.put("A/FILE", 101);
            byte[] mixed = server.put("A/File", 102);
            byte[] other = server.put("a/other", 103);
            assertArrayEquals(upper, server.body(path("a/file")));
            assertArrayEquals(mixed, server.body(path("A/File")));
            // The first directory that matches has no such file.
            assertArrayEquals(other, server.body(path("A/OTHER")));
            Files.delete(server.directory().resolve("A/FILE"));
            assertArrayEquals(mixed, server.body(path("a/file")));
            byte[] first = server.put("A/FILe", 104);
            assertArrayEquals(first, server.body(path("a/file")));
        }
    }

    @Test
    void linksOutAndHiddenNamesAreFoundInNoCase() throws Exception {
        try (var server = new ArtifactServer(ON)) {
            server.put("vmlinuz", 100);
            Files.createSymbolicLink(
                    server.directory().resolve("OUT"), server.scratch().resolve("data"));
            assertEquals(404, server.status(path("out/state")));
            assertEquals(404, server.status("/STABLE/x86_64/vmlinuz"));
            assertEquals(200, server.status(path("VMLINUZ")));
        }
    }

    @Test
    void inReleasesAsWell() throws Exception {
        try (var server = new ArtifactServer(ON)) {
            Files.delete(server.directory());
            byte[] loader = ArtifactServer.bytes(100);
            new Publishing(server, 3).publish("1", Map.of("vmlinuz", loader, "EFI/BOOT/BOOTX64.EFI", loader));
            String path = "/releases/stable/x86_64/1/efi/boot/bootx64.efi";
            Await.until("it is found", () -> server.status(path) == 200);
            assertArrayEquals(loader, server.body(path));
            assertEquals(404, server.status(path + "x"));
        }
    }
}
