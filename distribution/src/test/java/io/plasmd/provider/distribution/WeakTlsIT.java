package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others who look for holes find in HTTPS. */
@Timeout(300)
final class WeakTlsIT {
    private static final Pattern FINDING =
            Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"[^}]*?\"severity\"\\s*:\\s*\"([^\"]*)\"");

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void thereIsNothingAboveLow() throws Exception {
        Program.require("testssl", "testssl.sh");
        Install install = Tarball.unpack(directory);
        Certificates certificates = Certificates.in(scratch);
        Path found = scratch.resolve("found.json");
        try (RunningProcess server = Launch.of(install, scratch).serve(Samples.in(directory), certificates.options())) {
            // Protocols, kinds of ciphers, defaults of the server, vulnerabilities, forward secrecy.
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
                    "-p",
                    "-s",
                    "-S",
                    "-U",
                    "-f",
                    "--jsonfile",
                    found.toString(),
                    "localhost:" + Certificates.port(server));
            assertClosedWhereTheClientRenegotiates(Certificates.port(server));
        }
        // WARN says that testssl gave up on a check of its own, not what is wrong with the server: as it does with
        // sessionresumption_ticket where the machine is slow, with engine_problem where it has no engine for GOST.
        List<MatchResult> findings = FINDING.matcher(Files.readString(found))
                .results()
                .filter(finding -> !finding.group(2).equals("WARN"))
                .toList();
        assertTrue(findings.size() > 50, () -> findings.size() + " findings");
        assertEquals(
                // The test's authority has no place that says which certificates it has revoked.
                List.of("cert_revocation HIGH"),
                findings.stream()
                        // testssl calls it HIGH where its client has left before the server closes without an alert.
                        .filter(finding -> !finding.group(1).equals("secure_client_renego"))
                        .filter(finding -> !List.of("OK", "INFO", "LOW").contains(finding.group(2)))
                        .map(finding -> finding.group(1) + " " + finding.group(2))
                        .toList());
    }

    private void assertClosedWhereTheClientRenegotiates(int port) throws Exception {
        String client = "(echo R; sleep 3) | openssl s_client -tls1_2 -connect localhost:" + port + " 2>&1";
        String out = Program.run(scratch, "bash", "-c", client).output();
        assertTrue(out.contains("RENEGOTIATING\nclosed\n"), out);
    }
}
