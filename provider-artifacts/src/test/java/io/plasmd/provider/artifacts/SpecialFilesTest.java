package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can lie in the artifacts directory and is no artifact. */
final class SpecialFilesTest {
    private HostileServer server;

    @BeforeEach
    void start() throws Exception {
        server = new HostileServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path file(String name) {
        return server.files().directory().resolve(name);
    }

    private void link(String name, String target) throws Exception {
        Files.createDirectories(file(name).getParent());
        Files.createSymbolicLink(file(name), Path.of(target));
    }

    /** A file that is not there: neither by its name nor in any list, nor as a role. */
    private void assertHidden(String name) throws Exception {
        server.get(ArtifactServer.RELEASE + name, 404);
        server.get(ArtifactServer.RELEASE + name + ".sha256", 404);
        server.files().awaitEtag(HostileServer.KERNEL);
        for (String list : new String[] {ArtifactServer.RELEASE + "SHA256SUMS", "/manifest.json"}) {
            String text = new String(server.files().awaitBody(list), StandardCharsets.UTF_8);
            assertFalse(text.contains(name), text);
        }
    }

    @Test
    void linksThatLeaveTheRootDoNotExist() throws Exception {
        String outside = server.files().scratch().toString();
        link("absolute-link", outside + "/secret");
        link("relative-link", "../../../secret");
        link("chain-1", "chain-2");
        link("chain-2", "chain-3");
        link("chain-3", "../../../secret");
        link("to-a-hidden-link", ".hidden-link");
        link(".hidden-link", outside + "/secret");
        link("environment", "/proc/self/environ");
        link("descriptor", "/proc/self/fd/0");
        link("itself", "itself");
        link("ring-1", "ring-2");
        link("ring-2", "ring-1");
        link("nothing", "missing");
        for (String name : new String[] {
            "absolute-link",
            "relative-link",
            "chain-1",
            "chain-2",
            "chain-3",
            "to-a-hidden-link",
            "environment",
            "descriptor",
            "itself",
            "ring-1",
            "ring-2",
            "nothing"
        }) {
            assertHidden(name);
        }
    }

    @Test
    void aLinkThatLeavesTheRootIsNoRoleEither() throws Exception {
        link("initrd.img", "../../../secret");
        link("rootfs.img", "/proc/self/environ");
        server.get("/initramfs", 404);
        server.get("/rootfs", 404);
    }

    @Test
    void linksToDirectoriesOutsideDoNotExist() throws Exception {
        Path outside = server.files().scratch().resolve("outside");
        Files.createDirectories(outside.resolve("x86_64"));
        Files.writeString(outside.resolve("vmlinuz"), HostileServer.SECRET);
        Files.writeString(outside.resolve("x86_64/vmlinuz"), HostileServer.SECRET);
        link("../../linked", outside.toString());
        link("../linked", outside.toString());
        link("../../up", "..");
        link("linked", outside.toString());
        for (String directory : new String[] {"/linked/x86_64/", "/stable/linked/", "/up/outside/"}) {
            server.get(directory + "vmlinuz", 404);
            server.get(directory + "vmlinuz.sha256", 404);
            server.get(directory + "SHA256SUMS", 404);
            server.get(directory + "manifest.json", 404);
        }
        server.get(ArtifactServer.RELEASE + "linked/vmlinuz", 404);
    }

    @Test
    void aLinkMayBeSwitchedToAPlaceOutsideAndBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.deleteIfExists(file("switched"));
            link("switched", "vmlinuz");
            assertArrayEquals(
                    server.kernel(),
                    server.get(ArtifactServer.RELEASE + "switched", 200).bytes());
            Files.delete(file("switched"));
            link("switched", "../../../secret");
            server.get(ArtifactServer.RELEASE + "switched", 404);
        }
    }

    @Test
    void nothingBlocksOnAFifo() throws Exception {
        Shell.run(server.files().directory(), "mkfifo fifo initrd.img");
        link("to-a-fifo", "fifo");
        assertHidden("fifo");
        assertHidden("to-a-fifo");
        server.get("/initramfs", 404);
    }

    @Test
    void aSocketIsNoArtifact() throws Exception {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(file("socket")));
            assertHidden("socket");
        }
    }

    @Test
    void aDeviceIsNoArtifact() throws Exception {
        link("to-a-device", "/dev/zero");
        assertHidden("to-a-device");
        int made = new ProcessBuilder("mknod", file("device").toString(), "c", "1", "5")
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assumeTrue(made == 0, "skipped: devices can be made by root only, and not in every container");
        assertHidden("device");
    }

    @Test
    void aDirectoryIsNoArtifactAndIsNotListed() throws Exception {
        Files.createDirectories(file("directory"));
        assertHidden("directory");
        for (String path : new String[] {"directory/", "directory/vmlinuz", ""}) {
            assertEquals(
                    0,
                    server.get(ArtifactServer.RELEASE + path, 404)
                            .header("Location")
                            .length());
        }
        for (String path : new String[] {"../", "..", "directory/.."}) {
            server.get(ArtifactServer.RELEASE + path, 400);
        }
        server.get("/stable/x86_64", 404);
        server.get("/stable/", 404);
        server.get("/stable", 404);
    }

    @Test
    void aFileThatIsNoLongerThereWhenAFifoTookItsPlaceDoesNotExist() throws Exception {
        server.files().put("replaced", 100);
        server.get(ArtifactServer.RELEASE + "replaced", 200);
        Files.delete(file("replaced"));
        Shell.run(server.files().directory(), "mkfifo replaced");
        server.get(ArtifactServer.RELEASE + "replaced", 404);
    }
}
