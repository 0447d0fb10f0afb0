package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's own kernel and initramfs, and a root file system of a real size, fetched by the clients that people use. */
final class RealInputIT {
    private static final int QEMU_ATTEMPTS = 6;
    private static final long LARGE = 300L << 20;
    private static final String ROOTFS = "rootfs.squashfs";

    private static final Path INSTALLER =
            Path.of("/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64");

    @TempDir
    private static Path directory;

    private static Path release;
    private static RunningProcess server;

    @TempDir
    private Path downloads;

    @BeforeAll
    static void serve() throws Exception {
        Program.requireFile(INSTALLER.resolve("linux"), "debian-installer-12-netboot-amd64");
        Program.require("mksquashfs", "squashfs-tools");
        release = Files.createDirectories(directory.resolve("artifacts/stable/x86_64"));
        Files.copy(INSTALLER.resolve("linux"), release.resolve("linux"));
        Files.copy(INSTALLER.resolve("initrd.gz"), release.resolve("initrd.gz"));
        makeRootFileSystem(release.resolve(ROOTFS));
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        server = Launch.of(Tarball.unpack(unpacked), directory).serve(directory.resolve("artifacts"));
    }

    private static void makeRootFileSystem(Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of("mksquashfs"));
        // Libraries and programs of this very machine, JDKs among them: what there is everywhere, and large enough.
        Stream.of("/usr/lib/jvm", "/usr/lib/" + Tarball.architecture() + "-linux-gnu", "/usr/bin", "/usr/sbin")
                .filter(source -> Files.isDirectory(Path.of(source)))
                .forEach(command::add);
        command.addAll(List.of(file.toString(), "-comp", "lz4", "-no-xattrs", "-no-progress", "-quiet"));
        Program.run(directory, command.toArray(String[]::new));
        assertTrue(Files.size(file) >= LARGE, "only " + Files.size(file) + " bytes");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            try (RunningProcess stopped = server) {
                stopped.terminate();
                assertEquals(0, stopped.status());
            }
        }
    }

    @BeforeEach
    void digestsAreKnown() throws Exception {
        for (String name : new String[] {"linux", "initrd.gz", ROOTFS}) {
            assertEquals(digest(release.resolve(name)), Http.announcedDigest(server, path(name)));
        }
    }

    @Test
    void curlDownloadsWholeFiles() throws Exception {
        Program.require("curl", "curl");
        for (String name : new String[] {"linux", "initrd.gz", ROOTFS}) {
            curl("-o", name, url(name));
            assertSame(name, name);
        }
        for (String role : new String[] {"kernel", "initramfs"}) {
            curl("-o", role, server.url().resolve(role).toString());
        }
        assertSame("linux", "kernel");
        assertSame("initrd.gz", "initramfs");
    }

    @Test
    void curlResumesWhereItBrokeOff() throws Exception {
        Program.require("curl", "curl");
        writeBeginning(ROOTFS);
        curl("-C", "-", "-o", ROOTFS, url(ROOTFS));
        assertSame(ROOTFS, ROOTFS);
    }

    @Test
    void rangesPutTogetherAreTheFile() throws Exception {
        Program.require("curl", "curl");
        long size = Files.size(release.resolve(ROOTFS));
        long third = size / 3;
        curl("-r", "0-" + (third - 1), "-o", "1", url(ROOTFS));
        curl("-r", third + "-" + (2 * third - 1), "-o", "2", url(ROOTFS));
        curl("-r", "-" + (size - 2 * third), "-o", "3", url(ROOTFS));
        try (OutputStream whole = Files.newOutputStream(downloads.resolve(ROOTFS))) {
            for (String part : new String[] {"1", "2", "3"}) {
                Files.copy(downloads.resolve(part), whole);
            }
        }
        assertSame(ROOTFS, ROOTFS);
    }

    @Test
    void wgetContinues() throws Exception {
        Program.require("wget", "wget");
        writeBeginning(ROOTFS);
        run("wget", "-q", "-c", url(ROOTFS));
        assertSame(ROOTFS, ROOTFS);
    }

    @Test
    void aria2DownloadsInEightPieces() throws Exception {
        Program.require("aria2c", "aria2");
        run(
                "aria2c",
                "--split=8",
                "--max-connection-per-server=8",
                "--min-split-size=1M",
                "--console-log-level=warn",
                "--summary-interval=0",
                "--no-conf=true",
                "--checksum=sha-256=" + digest(release.resolve(ROOTFS)),
                url(ROOTFS));
        assertSame(ROOTFS, ROOTFS);
    }

    @Test
    void qemuReadsItAsADisk() throws Exception {
        Program.require("qemu-img", "qemu-utils");
        Path drivers = Path.of("/usr/lib/" + Tarball.architecture() + "-linux-gnu/qemu/block-curl.so");
        Program.requireFile(drivers, "qemu-block-extra");
        convert();
        // A disk is whole sectors: what qemu adds to the last one is no part of the file.
        long size = Files.size(release.resolve(ROOTFS));
        try (var channel = Files.newByteChannel(downloads.resolve(ROOTFS), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
        assertSame(ROOTFS, ROOTFS);
    }

    /**
     * On a loaded machine the curl driver of qemu 7.2 now and then waits for bytes that it has been sent, for ever or
     * until its time-out. Seen with nginx as the server just the same.
     */
    private void convert() throws Exception {
        for (int attempt = 1; ; attempt++) {
            Program.Ended qemu = Program.run(
                    downloads, "timeout", "40", "qemu-img", "convert", "-f", "raw", "-O", "raw", url(ROOTFS), ROOTFS);
            if (qemu.status() == 0 || attempt == QEMU_ATTEMPTS) {
                qemu.expectSuccess();
                return;
            }
        }
    }

    @Test
    void sha256sumChecksWhatIsDownloaded() throws Exception {
        Program.require("curl", "curl");
        curl("--remote-name-all", url("linux"), url("initrd.gz"), url(ROOTFS), url("SHA256SUMS"));
        String said = run("sha256sum", "--check", "--strict", "SHA256SUMS").output();
        assertEquals(
                List.of("initrd.gz: OK", "linux: OK", ROOTFS + ": OK"),
                said.lines().sorted().toList());
        curl("--remote-name-all", url("linux.sha256"));
        run("sha256sum", "--check", "--strict", "linux.sha256");
    }

    @Test
    void theStatusHasWhatIsThere() throws Exception {
        try (Response response = Http.get(server, "status")) {
            String status = response.body().string();
            assertTrue(status.contains(digest(release.resolve("linux"))), status);
        }
    }

    private static String path(String name) {
        return "stable/x86_64/" + name;
    }

    private static String url(String name) throws IOException {
        return server.url().resolve(path(name)).toString();
    }

    private void writeBeginning(String name) throws IOException {
        try (InputStream in = Files.newInputStream(release.resolve(name))) {
            Files.write(downloads.resolve(name), in.readNBytes(12_345_678));
        }
    }

    private void curl(String... arguments) throws Exception {
        run(Stream.concat(Stream.of("curl", "-sSf"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Program.Ended run(String... command) throws Exception {
        return Program.run(downloads, command).expectSuccess();
    }

    private void assertSame(String source, String download) throws IOException {
        assertEquals(digest(release.resolve(source)), digest(downloads.resolve(download)));
    }

    private static String digest(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return Http.digest(content);
        }
    }
}
