package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/https.md, in the order of the page, with other directories and another server. */
@Timeout(120)
final class HttpsPageIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void itsCommandsWork() throws Exception {
        Program.require("openssl", "openssl");
        Program.require("curl", "curl");
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("../docs/https.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertEquals(5, blocks.size());
        Path tls = scratch.resolve("tls");
        run(blocks.get(0).replace("/etc/provider/tls", tls.toString()));
        Install install = Tarball.unpack(directory);
        try (RunningProcess server = Launch.of(install, scratch)
                .serve(
                        Samples.in(directory),
                        "--set",
                        "provider.http.tls.certificate=" + tls.resolve("server.crt"),
                        "--set",
                        "provider.http.tls.key=" + tls.resolve("server.key"),
                        "--set",
                        "provider.http.tls.port=0",
                        "--set",
                        "provider.http.tls.client-auth=wanted",
                        "--set",
                        "provider.http.tls.client-ca=" + scratch.resolve("authority.crt"),
                        "--set",
                        "provider.http.operations.bind=127.0.0.1",
                        "--set",
                        "provider.http.operations.port=0")) {
            String https = "127.0.0.1:" + Certificates.port(server);
            run(blocks.get(1).replace("boot.example:8443", https));
            run("export RENEWED_LINEAGE=" + Files.createDirectory(scratch.resolve("live")) + "\n"
                    + "cp server.crt live/fullchain.pem\ncp server.key live/privkey.pem\n"
                    + blocks.get(2).replace("/etc/provider/tls", tls.toString()));
            run(blocks.get(3).replace("boot.example:8443", https));
            String operations =
                    server.err().replaceFirst("(?s).*, http://([^/]*)/ \\(provider.http.operations.*", "$1");
            run(blocks.get(4).replace("10.1.0.1:8081", operations));
        }
    }

    private void run(String commands) throws Exception {
        String script = "set -eux\n" + commands.replace("-g provider ", "").replace("IP:10.0.0.1", "IP:127.0.0.1");
        Path file = Files.writeString(scratch.resolve("page.sh"), script);
        Program.run(scratch, "sh", file.toString()).expectSuccess();
    }
}
