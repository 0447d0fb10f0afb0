package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResolutionTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aRoleIsServedFromTheFirstFilePresent() throws Exception {
        byte[] linux = server.put("linux", 1000);
        assertArrayEquals(linux, server.body("/kernel"));
        byte[] image = server.put("bzImage", 2000);
        assertArrayEquals(image, server.body("/kernel"));
        byte[] vmlinuz = server.put("vmlinuz", 3000);
        assertArrayEquals(vmlinuz, server.body("/kernel"));
        assertArrayEquals(vmlinuz, server.body("/stable/x86_64/kernel"));
        assertArrayEquals(linux, server.body("/stable/x86_64/linux"));
    }

    @Test
    void allRolesHaveAShortPath() throws Exception {
        byte[] initrd = server.put("initrd.gz", 100);
        byte[] rootfs = server.put("filesystem.squashfs", 200);
        assertArrayEquals(initrd, server.body("/initramfs"));
        assertArrayEquals(rootfs, server.body("/rootfs"));
        assertEquals(404, server.status("/kernel"));
    }

    @Test
    void theListsOfFileNamesAreConfigurable() throws Exception {
        try (var other = new ArtifactServer(Map.of("provider.endpoints.artifacts.roles.kernel", "zImage, uImage"))) {
            byte[] image = other.put("uImage", 10);
            other.put("vmlinuz", 20);
            assertArrayEquals(image, other.body("/kernel"));
        }
    }

    @Test
    void anyOtherFileIsServedUnderItsOwnName() throws Exception {
        for (String name : new String[] {"board.dtb", "vmlinuz.sig", "boot.img", "a b+c~d.bin", "größe.img"}) {
            byte[] content = server.put(name, name.length() * 10);
            assertArrayEquals(content, server.body("/stable/x86_64/" + name), name);
        }
    }

    @Test
    void bothNamesOfAnArchitectureMeanTheSameDirectory() throws Exception {
        byte[] kernel = server.put("vmlinuz", 500);
        assertArrayEquals(kernel, server.body("/stable/amd64/kernel"));
        byte[] arm = ArtifactServer.bytes(600);
        Path file = server.root().resolve("stable/arm64/Image");
        Files.createDirectories(file.getParent());
        Files.write(file, arm);
        assertArrayEquals(arm, server.body("/stable/aarch64/kernel"));
        assertArrayEquals(arm, server.body("/stable/arm64/kernel"));
    }

    @Test
    void aLinkInsideTheDirectoryIsFollowedAndItsSwitchShowsAtOnce() throws Exception {
        for (String release : new String[] {"1", "2"}) {
            Path file = server.root().resolve(".releases/" + release + "/vmlinuz");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "release " + release);
        }
        Path link = server.root().resolve("edge/x86_64");
        Files.createDirectories(link.getParent());
        for (String release : new String[] {"1", "2", "1"}) {
            Path fresh = link.resolveSibling(".new");
            Files.createSymbolicLink(fresh, Path.of("../.releases/" + release));
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            assertEquals("release " + release, new String(server.body("/edge/x86_64/kernel"), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatResolvesOutsideOfTheDirectoryDoesNotExist() throws Exception {
        Path secret = server.scratch().resolve("secret/vmlinuz");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "secret");
        Files.createSymbolicLink(server.directory().resolve("link"), secret);
        Files.createSymbolicLink(server.directory().resolve("relative"), Path.of("../../../secret/vmlinuz"));
        Files.createSymbolicLink(server.root().resolve("stable/linked"), secret.getParent());
        Files.createSymbolicLink(server.root().resolve("linked"), server.scratch());
        assertEquals(404, server.status("/stable/x86_64/link"));
        assertEquals(404, server.status("/stable/x86_64/relative"));
        assertEquals(404, server.status("/stable/linked/vmlinuz"));
        assertEquals(404, server.status("/linked/secret/vmlinuz"));
    }

    /** Whoever owns a channel can make links, also to what is not his, and is closed to him. */
    @Test
    void aLinkToADirectoryThatDoesNotShowDoesNotExist() throws Exception {
        for (String directory : new String[] {".git", ".private/x86_64", ".releases/.staging/1"}) {
            Path file = server.root().resolve(directory).resolve("vmlinuz");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "hidden");
        }
        Files.createSymbolicLink(server.root().resolve("stable/git"), Path.of("../.git"));
        Files.createSymbolicLink(server.root().resolve("stable/private"), Path.of("../.private/x86_64"));
        Files.createSymbolicLink(server.root().resolve("stable/staging"), Path.of("../.releases/.staging/1"));
        assertEquals(404, server.status("/stable/git/vmlinuz"));
        assertEquals(404, server.status("/stable/private/vmlinuz"));
        assertEquals(404, server.status("/stable/staging/vmlinuz"));
    }

    @Test
    void linksThatLeadNowhereOrInCirclesDoNotExist() throws Exception {
        Files.createSymbolicLink(server.directory().resolve("dangling"), Path.of("nothing"));
        Files.createSymbolicLink(server.directory().resolve("circle"), Path.of("circle"));
        assertEquals(404, server.status("/stable/x86_64/dangling"));
        assertEquals(404, server.status("/stable/x86_64/circle"));
    }

    @Test
    void whatIsNoRegularFileDoesNotExist() throws Exception {
        Files.createDirectory(server.directory().resolve("directory"));
        Path fifo = server.directory().resolve("fifo");
        Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
        assertTrue(Files.exists(fifo));
        Files.createSymbolicLink(server.directory().resolve("device"), Path.of("/dev/zero"));
        assertEquals(404, server.status("/stable/x86_64/directory"));
        assertEquals(404, server.status("/stable/x86_64/fifo"));
        assertEquals(404, server.status("/stable/x86_64/device"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stable/x86_64/.hidden",
                "/stable/.x86_64/vmlinuz",
                "/.stable/x86_64/vmlinuz",
                "/stable/x86_64",
                "/stable/x86_64/",
                "/stable",
                "/stable/",
                "/vmlinuz",
                "/stable//vmlinuz",
                "//x86_64/vmlinuz",
                "/stable/x86_64/vmlinuz/",
                "/stable/x86_64/vmlinuz/more",
                "/stable/x86_64/VMLINUZ",
                "/stable/x86_64/nothing",
                "/kernel/",
                "/stable/x86_64/vmlinuz%0a"
            })
    void whereNoArtifactCanBeTheAnswerIsAProblemWith4xxAndNeverARedirect(String path) throws Exception {
        server.put("vmlinuz", 10);
        server.put(".hidden", 10);
        String answer = RawHttp.exchange(
                server.provider().port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\r\nContent-Type: application/problem+json\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stable/x86_64/../../../secret",
                "/stable/x86_64/..%2f..%2f..%2fsecret",
                "/stable/x86_64/%2e%2e/%2e%2e/%2e%2e/secret",
                "/stable/x86_64/..%5c..%5csecret",
                "/stable/x86_64/%c0%ae%c0%ae/secret",
                "/stable/x86_64/..;/..;/secret",
                "/stable/x86_64/vmlinuz%00.sig",
                "/..//..//secret",
                "/../secret",
                "/stable/x86_64/%252e%252e/secret"
            })
    void traversalLeadsNowhere(String path) throws Exception {
        Files.writeString(server.scratch().resolve("secret"), "the secret");
        server.put("vmlinuz", 10);
        String answer = RawHttp.exchange(
                server.provider().port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), answer);
    }
}
