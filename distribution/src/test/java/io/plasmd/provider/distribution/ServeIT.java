package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeIT {
    private static final int STALLED = 1500;

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path artifacts;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void layOut() throws Exception {
        artifacts = Samples.in(scratch);
    }

    @Test
    void servesEachArtifactWithItsDigest() throws Exception {
        try (RunningProcess server = launch().serve(artifacts)) {
            assertDownload(server, "kernel", "vmlinuz");
            assertDownload(server, "initramfs", "initrd.img");
            assertDownload(server, "rootfs", "rootfs.squashfs");
            assertDownload(server, "stable/x86_64/rootfs.squashfs", "rootfs.squashfs");
        }
    }

    @Test
    void saysHowItIs() throws Exception {
        try (RunningProcess server = launch().serve(artifacts)) {
            for (String path : new String[] {"", "health", "health/live", "health/ready", "status"}) {
                try (Response response = Http.get(server, path)) {
                    assertEquals(200, response.code(), path);
                    assertTrue(response.body().contentLength() > 0, path);
                }
            }
        }
    }

    @Test
    void theNameOfAFileMayHaveAnyCharacterWhateverTheLocaleIs() throws Exception {
        Path file = artifacts.resolve("stable/x86_64/käse-€.img");
        Files.writeString(file, "cheese");
        try (RunningProcess server =
                        launch().with("LANG", "C").with("LC_ALL", "C").serve(artifacts);
                Response response = Http.get(server, "stable/x86_64/k%C3%A4se-%E2%82%AC.img")) {
            assertEquals(200, response.code());
            assertEquals("cheese", response.body().string());
        }
    }

    /** As EL7 has none: newer C libraries have C.UTF-8 built in, but first look where they are told to. */
    @Test
    void aMachineMayHaveNoOtherLocaleOfUtf8ThanThatOfALanguage() throws Exception {
        Path usual = Path.of("/usr/lib/locale/C.utf8");
        Program.requireFile(usual.resolve("LC_CTYPE"), "libc-bin");
        Path locales = Files.createDirectory(scratch.resolve("locales"));
        for (String name : new String[] {"C.utf8", "en_US.utf8"}) {
            Program.run(
                            scratch,
                            "cp",
                            "-r",
                            usual.toString(),
                            locales.resolve(name).toString())
                    .expectSuccess();
        }
        Path spoiled = locales.resolve("C.utf8/LC_CTYPE");
        String types = Files.readString(spoiled, StandardCharsets.ISO_8859_1);
        Files.writeString(spoiled, types.replace("UTF-8", "ASCII"), StandardCharsets.ISO_8859_1);
        Files.writeString(artifacts.resolve("stable/x86_64/käse.img"), "cheese");
        try (RunningProcess server = launch().with("PATH", System.getenv("PATH"))
                .with("LOCPATH", locales.toString())
                .serve(artifacts)) {
            assertEquals(
                    64,
                    Http.announcedDigest(server, "stable/x86_64/k%C3%A4se.img").length());
            Await.until(
                    "all to be in the sums",
                    () -> body(server, "stable/x86_64/SHA256SUMS").contains("  käse.img\n"));
            Await.until(
                    "all to be in the manifest",
                    () -> body(server, "manifest.json").contains("\"käse.img\""));
        }
    }

    private static String body(RunningProcess server, String path) throws Exception {
        try (Response response = Http.get(server, path)) {
            return response.body().string();
        }
    }

    @Test
    void moreClientsThanItHasThreadsMayStall() throws Exception {
        // Each has a buffer of its own until it reads on: with the runtime's default limits a thousand use them up.
        List<Socket> clients = new ArrayList<>();
        try (RunningProcess server =
                launch().serve(artifacts, "--set", "provider.limits.connections-per-address=" + 2 * STALLED)) {
            for (int client = 0; client < STALLED; client++) {
                clients.add(Http.open(server.url(), "GET /rootfs HTTP/1.0\r\n\r\n"));
            }
            for (Socket client : clients) {
                String answer = new String(client.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
                assertEquals("HTTP/1.1 200 OK", answer);
            }
            assertDownload(server, "kernel", "vmlinuz");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void printsThatItDoesNotSignAndTheReadyLineAndNothingElse() throws Exception {
        try (RunningProcess server = launch().serve(artifacts)) {
            List<String> lines = server.err().lines().toList();
            assertEquals(2, lines.size(), server.err());
            assertTrue(lines.getFirst().contains("manifests are not signed"), server.err());
            assertTrue(lines.getLast().startsWith("Ready: "), server.err());
            assertEquals("", server.out());
        }
    }

    @Test
    void theReadyLineSaysNoMoreTimeThanHasPassed() throws Exception {
        long before = System.nanoTime();
        try (RunningProcess server = launch().serve(artifacts)) {
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            assertTrue(server.startMillis() > 0, server.err());
            // The kernel counts in steps of 10 ms, at both ends.
            assertTrue(server.startMillis() <= passed + 20, passed + " ms have passed: " + server.err());
        }
    }

    @Test
    void statusAndListAskARunningServer() throws Exception {
        try (RunningProcess server = launch().serve(artifacts)) {
            Http.announcedDigest(server, "rootfs");
            String url = server.url().toString();
            String list = outputOf("list", "--url", url);
            assertEquals(4, list.lines().count(), list);
            assertTrue(list.matches("(?s)CHANNEL +ARCH +NAME +FILE +SIZE +SHA-256\n.*"), list);
            assertTrue(list.matches("(?s).*stable +x86_64 +rootfs +rootfs.squashfs +32.0 MiB +[0-9a-f]{64}\n.*"), list);
            String status = outputOf("status", "--url", url);
            assertTrue(status.matches("(?s).*health +healthy\n.*artifacts +3 files, 35?.* MiB.*"), status);
            assertTrue(outputOf("list", "--json", "--url", url).startsWith("["));
            assertTrue(outputOf("status", "--json", "--url", url).startsWith("{"));
        }
    }

    private String outputOf(String... arguments) throws Exception {
        try (RunningProcess run = launch().start(arguments)) {
            assertEquals(0, run.status(), run.err());
            assertEquals("", run.err());
            return run.out();
        }
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningProcess server = start(artifacts, "--port", String.valueOf(taken.getLocalPort()))) {
            assertEquals(1, server.status());
            assertEquals(1, server.err().lines().count(), server.err());
            assertTrue(server.err().contains(String.valueOf(taken.getLocalPort())), server.err());
        }
    }

    @Test
    void anArtifactsDirectoryThatComesLaterIsWaitedFor() throws Exception {
        Path missing = scratch.resolve("missing");
        try (RunningProcess server = launch().serve(missing)) {
            assertEquals(503, status(server));
            Await.until("the log to name it", () -> server.err().contains("there is no such directory"));
            assertEquals(
                    1,
                    server.err()
                            .lines()
                            .filter(line -> line.contains(missing.toString()))
                            .count(),
                    server.err());
            assertFalse(server.err().contains("\tat "), server.err());
            Files.move(artifacts, missing);
            Await.until("the artifacts to be served", () -> status(server) == 200);
        }
    }

    private static int status(RunningProcess server) throws Exception {
        try (Response response = Http.get(server, "kernel")) {
            return response.code();
        }
    }

    private void assertDownload(RunningProcess server, String path, String name) throws Exception {
        String digest;
        try (InputStream source = Files.newInputStream(artifacts.resolve("stable/x86_64/" + name))) {
            digest = Http.digest(source);
        }
        assertEquals(digest, Http.announcedDigest(server, path));
        try (Response response = Http.get(server, path)) {
            assertEquals(200, response.code());
            assertEquals(digest, Http.digest(response.body().byteStream()));
        }
    }

    private RunningProcess start(Path directory, String option, String value) throws Exception {
        String data = scratch.resolve("data").toString();
        return launch().start(
                        "serve",
                        "--bind",
                        "127.0.0.1",
                        "--data",
                        data,
                        "--artifacts",
                        directory.toString(),
                        option,
                        value);
    }

    private Launch launch() {
        return Launch.of(install, scratch);
    }
}
