package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/network-boot.md that lead from nothing to a virtual machine that boots, as a reader pastes them. */
@Timeout(240)
final class NetworkBootPageIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(sudo apt-get install .*?)```", Pattern.DOTALL);

    @TempDir
    private Path unpacked;

    @TempDir
    private Path home;

    @Test
    void aVirtualMachineBoots() throws Exception {
        Machine.requirePrograms();
        BootFiles.require();
        Path serial = home.resolve("serial");
        Process reader = new ProcessBuilder("timeout", "--kill-after=5", "170", "bash", "-c", commands())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(serial.toFile())
                .start();
        try {
            while (!Files.readString(serial).contains("Linux version")) {
                assertTrue(reader.isAlive(), Files.readString(serial));
                Await.briefly();
            }
        } finally {
            // With all that it has started.
            reader.destroy();
            assertTrue(reader.waitFor(30, TimeUnit.SECONDS), "it does not end");
        }
    }

    /** With another home directory, another port, and what is installed already. */
    private String commands() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/network-boot.md")));
        assertTrue(block.find(), "there is no such block");
        String path = Tarball.unpack(unpacked).launcher().getParent() + ":" + System.getenv("PATH");
        return "set -e; HOME=" + home + " PATH=" + path + "\n"
                + block.group(1)
                        .replaceFirst("sudo apt-get .*", "")
                        .replace("8080", Integer.toString(FreePort.number()));
    }
}
