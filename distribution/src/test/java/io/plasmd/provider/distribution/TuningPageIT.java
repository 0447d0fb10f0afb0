package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/tuning.md: its commands only look, and its settings are ones that the kernel has. */
@Timeout(60)
final class TuningPageIT {
    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private static List<String> blocks(String language) throws Exception {
        String page = Files.readString(Path.of("../docs/tuning.md"));
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void itsCommandsWork() throws Exception {
        Program.require("ss", "iproute2");
        Program.require("nstat", "iproute2");
        Program.require("sysctl", "procps");
        Program.require("curl", "curl");
        Program.require("fincore", "util-linux");
        String commands = String.join("", blocks("sh"));
        assertTrue(commands.lines().count() >= 7, commands);
        Install install = Tarball.unpack(directory);
        Path artifacts = Samples.in(scratch);
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts)) {
            String url = server.url().toString();
            String script = "set -eu\n"
                    + commands.replace("http://server:8080/", url)
                            .replace(":8080", ":" + server.url().getPort())
                            .replace("/var/lib/provider/artifacts", artifacts.toString());
            String said = Program.run(scratch, "bash", "-o", "pipefail", "-c", script)
                    .expectSuccess()
                    .output();
            assertTrue(said.contains("TcpExtListenOverflows"), said);
            assertTrue(said.contains("process_open_fds "), said);
            assertTrue(said.contains("rootfs.squashfs"), said);
        }
    }

    @Test
    void theKernelHasItsSettings() throws Exception {
        List<String> settings = blocks("ini")
                .getFirst()
                .lines()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .toList();
        assertTrue(settings.size() >= 5, settings::toString);
        List<String> unknown = settings.stream()
                .map(line -> line.replaceFirst(" *=.*", ""))
                .filter(key -> !Files.exists(Path.of("/proc/sys", key.split("\\."))))
                .toList();
        assertEquals(List.of(), unknown);
    }
}
