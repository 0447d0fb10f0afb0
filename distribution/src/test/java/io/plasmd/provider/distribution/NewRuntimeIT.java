package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/install.md, "A newer Java runtime", word by word, with the JDK of this build. */
@Timeout(240)
final class NewRuntimeIT {
    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void theCommandsOfThePageMakeAnother() throws Exception {
        Program.require("curl", "curl");
        Install install = Tarball.unpack(directory);
        List<String> commands = commands(install);
        assertEquals(2, commands.size(), commands::toString);
        String said = run(commands.getFirst());
        assertTrue(said.contains("(Java " + Runtime.version() + ")"), said);
        assertTrue(Files.isDirectory(install.home().resolve("runtime.old")));
        assertServes(install, "");
        run(commands.getLast());
        assertServes(install, "-XX:AOTMode=on");
    }

    private List<String> commands(Install install) throws Exception {
        String page = Files.readString(Path.of("../docs/install.md"));
        String section = page.substring(page.indexOf("\n## A newer Java runtime\n"));
        String port = Integer.toString(FreePort.number());
        return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(block -> "set -eu\ncd " + install.home() + "\n"
                        + block.group(1)
                                .replace("/opt/provider", install.home().toString())
                                .replace("/opt/jdk-25", System.getProperty("java.home"))
                                .replace("8099", port))
                .toList();
    }

    private String run(String commands) throws Exception {
        return Program.run(scratch, "bash", "-o", "pipefail", "-c", commands)
                .expectSuccess()
                .output();
    }

    private void assertServes(Install install, String javaOptions) throws Exception {
        try (RunningProcess server =
                        Launch.of(install, scratch).javaOptions(javaOptions).serve(Samples.in(scratch));
                Response response = Http.get(server, "kernel")) {
            assertEquals(200, response.code());
            server.terminate();
            assertEquals(0, server.status());
        }
    }
}
