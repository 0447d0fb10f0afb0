package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many connections as there may be, each with a head that never ends and takes as much of the heap as one can, with
 * the memory that conf/jvm.options grants; and a boot beside them.
 */
@Timeout(120)
final class LargeHeadsIT {
    private static final int CONNECTIONS = 8192;

    /** A handshake takes some 5 ms, so in the normal run fewer, with as much less memory. */
    private static final int SECURE_CONNECTIONS = Integer.getInteger("heads.https", 640);

    private static final int HEAP_MEBIBYTES = 256;
    private static final int HEAP_AT_REST_MEBIBYTES = 20;

    /** For the boot beside them. */
    private static final int OTHERS = 32;

    private static final String BEGIN = "GET / HTTP/1.1\r\nHost: x\r\n";

    /** A path that is kept in several forms, each with two bytes for a character, and as many fields as there may be. */
    private static final String LARGE = "GET /%41" + "a".repeat(3900) + "\u00c4\u0080 HTTP/1.1\r\nHost: x\r\n"
            + ("X: " + "x".repeat(50) + "\r\n").repeat(61);

    /** Nobody is asked whether it may take what this takes. */
    private static final String MIDDLING = BEGIN + "X:\r\n".repeat(18) + "X: " + "x".repeat(200);

    /** Of the fewest bytes, and more of them than there may be. */
    private static final String MANY_FIELDS = BEGIN + "X:\r\n".repeat(2000);

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @Test
    void overHttp() throws Exception {
        Path artifacts = Samples.in(scratch);
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts)) {
            for (String head : new String[] {LARGE, MIDDLING, MANY_FIELDS}) {
                try (Crowd crowd = new Crowd(server.url())) {
                    crowd.join(CONNECTIONS - OTHERS, head);
                    assertServes(server, artifacts);
                }
            }
            report("HTTP", CONNECTIONS, server);
        }
    }

    /** With {@code -Dheads.https=8192}, which is for a machine at leisure, some four minutes. */
    @Test
    @Timeout(900)
    void overHttps() throws Exception {
        Path artifacts = Samples.in(scratch);
        Certificates certificates = Certificates.in(scratch);
        int heap =
                HEAP_AT_REST_MEBIBYTES + (HEAP_MEBIBYTES - HEAP_AT_REST_MEBIBYTES) * SECURE_CONNECTIONS / CONNECTIONS;
        String[] options = certificates.options();
        try (RunningProcess server = Launch.of(install, scratch)
                .javaOptions("-Xmx" + heap + "m")
                .serve(
                        artifacts,
                        options[0],
                        options[1],
                        options[2],
                        options[3],
                        options[4],
                        options[5],
                        "--set",
                        "provider.limits.connections=" + SECURE_CONNECTIONS,
                        "--set",
                        "provider.limits.header-memory=" + Math.max(1, 32 * SECURE_CONNECTIONS / CONNECTIONS) + "MiB",
                        "--set",
                        "provider.limits.header-timeout=120s")) {
            for (String head : new String[] {LARGE, MIDDLING}) {
                try (SecureCrowd crowd = new SecureCrowd(certificates, Certificates.port(server))) {
                    crowd.join(SECURE_CONNECTIONS - OTHERS, head);
                    assertServes(server, artifacts);
                }
            }
            report("HTTPS", SECURE_CONNECTIONS, server);
        }
    }

    /** Handshakes that never end: the runtime keeps what has come of a message until it is whole. */
    @Test
    void unfinishedHandshakes() throws Exception {
        Path artifacts = Samples.in(scratch);
        Certificates certificates = Certificates.in(scratch);
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts, certificates.options())) {
            var https = URI.create("https://127.0.0.1:" + Certificates.port(server) + "/");
            for (int length : new int[] {8000, 32_000}) {
                try (Crowd crowd = new Crowd(https)) {
                    crowd.join(CONNECTIONS - OTHERS, unfinishedHello(length));
                    assertServes(server, artifacts);
                }
            }
            report("HTTPS that do not end their handshake", CONNECTIONS, server);
        }
    }

    /** In records of 4,000 bytes (RFC 8446, sections 4 and 5.1), but for the last one. */
    private static String unfinishedHello(int length) {
        char[] size = {(char) (length >> 8), (char) (length & 0xff)};
        String begin = "\u0001\0" + size[0] + size[1];
        String record = "\u0016\u0003\u0001\u000f\u00a0";
        return record + begin + "\0".repeat(3996) + (record + "\0".repeat(4000)).repeat(length / 4000 - 1);
    }

    /** Whatever the others do, a small answer comes, and a boot client gets its kernel. */
    private static void assertServes(RunningProcess server, Path artifacts) throws Exception {
        assertEquals(200, ask(server, "/health").status());
        // Those that were there before may still be counted: a boot client comes back.
        Await.until("a client boots", () -> {
            Exchange kernel = ask(server, "/kernel");
            if (kernel.status() != 200) {
                return false;
            }
            assertEquals(
                    Http.digest(Files.newInputStream(artifacts.resolve("stable/x86_64/vmlinuz"))),
                    Http.digest(new ByteArrayInputStream(kernel.body())));
            return true;
        });
    }

    private static Exchange ask(RunningProcess server, String path) throws Exception {
        return Exchange.of(
                server.url(), bytes -> {}, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    }

    private static void report(String protocol, int connections, RunningProcess server) throws Exception {
        System.out.printf(
                "LargeHeadsIT: %d connections over %s, %d MiB at most%n",
                connections, protocol, ProcessFigures.of(server).peakMebibytes());
        server.terminate();
        assertEquals(0, server.status(), server.err());
        assertTrue(server.err().lines().noneMatch(line -> line.contains("OutOfMemory")), server.err());
    }
}
