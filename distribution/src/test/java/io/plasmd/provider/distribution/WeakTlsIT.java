package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others who look for holes find in HTTPS. */
@Timeout(600)
final class WeakTlsIT {
    /** testssl gives up on one check or another where the machine is slow: then it is asked once more. */
    private static final int RUNS = 2;

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void thereIsNothingAboveLow() throws Exception {
        Program.require("testssl", "testssl.sh");
        Install install = Tarball.unpack(directory);
        Certificates certificates = Certificates.in(scratch);
        try (RunningProcess server = Launch.of(install, scratch).serve(Samples.in(directory), certificates.options())) {
            int port = Certificates.port(server);
            assertClosedWhereTheClientRenegotiates(port);
            SortedSet<String> open = assertNoHoles(certificates, port);
            for (int run = 1; run < RUNS && !open.isEmpty(); run++) {
                open.retainAll(assertNoHoles(certificates, port));
            }
            // Neither good nor bad: whoever reads the results has to know that it was not looked at.
            assumeTrue(open.isEmpty(), () -> "testssl gave up " + RUNS + " times on its own checks " + open);
        }
    }

    @Test
    void whatTestsslGaveUpOnIsNoHoleAndAHoleIsOne() {
        var findings = TestsslFindings.in("""
                [{"id":"TLS1","ip":"localhost/127.0.0.1","port":"1","severity":"INFO","finding":"not offered"},
                {"id":"sessionresumption_ticket","port":"1","severity":"WARN","finding":"check failed, pls report"},
                {"id":"heartbleed","port":"1","severity":"WARN","cve":"CVE-2014-0160","finding":"not tested"},
                {"id":"SSLv3","port":"1","severity":"HIGH","finding":"offered"},
                {"id":"ROBOT","port":"1","severity":"CRITICAL","finding":"VULNERABLE"}]""");
        assertEquals(List.of("SSLv3 HIGH", "ROBOT CRITICAL"), findings.holes());
        assertEquals(Set.of("heartbleed"), findings.givenUp());
    }

    /** The checks that testssl gave up on. */
    private SortedSet<String> assertNoHoles(Certificates certificates, int port) throws Exception {
        TestsslFindings findings = TestsslFindings.in(testssl(certificates, port));
        assertTrue(findings.all().size() > 50, () -> findings.all().size() + " findings");
        assertEquals(
                // The test's authority has no place that says which certificates it has revoked.
                List.of("cert_revocation HIGH"),
                findings.holes().stream()
                        // testssl calls it HIGH where its client has left before the server closes without an alert.
                        .filter(hole -> !hole.startsWith("secure_client_renego "))
                        .toList());
        return findings.givenUp();
    }

    private String testssl(Certificates certificates, int port) throws Exception {
        Path found = scratch.resolve("found.json");
        // It does not write over what is there.
        Files.deleteIfExists(found);
        Program.run(
                scratch,
                "testssl",
                "--quiet",
                "--color",
                "0",
                "--warnings",
                "off",
                "--nodns",
                "none",
                "--ip",
                "127.0.0.1",
                "--add-ca",
                certificates.authority().toString(),
                // Protocols, kinds of ciphers, defaults of the server, vulnerabilities, forward secrecy.
                "-p",
                "-s",
                "-S",
                "-U",
                "-f",
                "--jsonfile",
                found.toString(),
                "localhost:" + port);
        return Files.readString(found);
    }

    /** Its input stays open: at the end of that, openssl leaves of its own accord. */
    private void assertClosedWhereTheClientRenegotiates(int port) throws Exception {
        Path said = scratch.resolve("renegotiation");
        Process client = new ProcessBuilder("openssl", "s_client", "-tls1_2", "-connect", "localhost:" + port)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try (var input = client.outputWriter()) {
            input.write("R\n");
            input.flush();
            assertTrue(client.waitFor(60, TimeUnit.SECONDS), "openssl does not end");
        } finally {
            client.destroyForcibly();
        }
        String out = Files.readString(said);
        assertTrue(out.contains("RENEGOTIATING\nclosed\n"), out);
    }
}
