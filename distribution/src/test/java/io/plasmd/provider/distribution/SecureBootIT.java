package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine whose firmware starts nothing that is not signed: UEFI HTTP Boot, Debian's shim, and Debian's GRUB, which the
 * shim asks for with one slash too many.
 */
final class SecureBootIT {
    private static final Path FIRMWARE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.ms.fd");

    /** With the keys of Microsoft, by which Debian's shim is signed. */
    private static final Path VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.ms.fd");

    private static final Path SHIM = Path.of("/usr/lib/shim/shimx64.efi.signed");
    private static final Path GRUB = Path.of("/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed");

    /** About 20 s on a machine that does nothing else. */
    private static final long LONGEST_SECONDS = 110;

    @TempDir
    private Path scratch;

    private Path serial;

    @BeforeEach
    void require() {
        Program.require("qemu-system-x86_64", "qemu-system-x86");
        Program.requireFile(FIRMWARE, "ovmf");
        Program.requireFile(SHIM, "shim-signed");
        Program.requireFile(GRUB, "grub-efi-amd64-signed");
        serial = scratch.resolve("serial");
    }

    @Test
    void firmwareStartsDebiansShimAndThatDebiansGrub() throws Exception {
        Path artifacts = scratch.resolve("artifacts");
        Path release = Files.createDirectories(artifacts.resolve("stable/x86_64"));
        Files.copy(SHIM, release.resolve("shimx64.efi"));
        Files.copy(GRUB, release.resolve("grubx64.efi"));
        Path unpacked = Files.createDirectory(scratch.resolve("unpacked"));
        Path logs = Files.createDirectory(scratch.resolve("logs"));
        try (RunningProcess server = Launch.of(Tarball.unpack(unpacked), scratch)
                .serve(artifacts, "--set", "provider.log.access.target=" + logs.resolve("access.log"))) {
            // The host's loopback address, as a guest of QEMU's user network has it.
            String url = "http://10.0.2.2:" + server.url().getPort() + "/stable/x86_64/shimx64.efi";
            Path variables = scratch.resolve("variables");
            FirmwareVariables.copyWithHttpBoot(VARIABLES, variables, url);
            Process machine = start(variables);
            try {
                await(machine, "GRUB to come up", () -> said().contains("grub> "));
                type(machine, "echo lockdown=$lockdown shim_lock=$shim_lock");
                // It is only set where GRUB has found Secure Boot in force.
                await(machine, "GRUB to answer", () -> said().contains("lockdown=y shim_lock=y"));
            } finally {
                machine.destroy();
                assertTrue(machine.waitFor(10, TimeUnit.SECONDS), "QEMU does not end");
            }
        }
        String log = read(logs);
        assertTrue(log.matches("(?s).* HEAD /stable/x86_64/shimx64\\.efi 200 - .*"), log);
        assertTrue(log.matches("(?s).* GET /stable/x86_64//grubx64\\.efi 200 - (\\d+)/\\1 .*"), log);
    }

    /** The network card's own ROM would boot something else. */
    private Process start(Path variables) throws IOException {
        List<String> command = List.of(
                "timeout",
                "--kill-after=5",
                Long.toString(LONGEST_SECONDS),
                "qemu-system-x86_64",
                "-accel",
                "tcg",
                "-machine",
                "q35,smm=on",
                "-global",
                "driver=cfi.pflash01,property=secure,value=on",
                "-m",
                "512",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-monitor",
                "none",
                "-no-reboot",
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + FIRMWARE,
                "-drive",
                "if=pflash,format=raw,unit=1,file=" + variables,
                "-fw_cfg",
                "name=opt/org.tianocore/IPv4PXESupport,string=no",
                "-fw_cfg",
                "name=opt/org.tianocore/IPv6PXESupport,string=no",
                "-fw_cfg",
                "name=opt/org.tianocore/IPv6Support,string=no",
                "-netdev",
                "user,id=network",
                "-device",
                "virtio-net-pci,netdev=network,romfile=",
                "-device",
                "virtio-rng-pci");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(serial.toFile())
                .start();
    }

    private void await(Process machine, String what, Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (!machine.isAlive()) {
                throw new AssertionError("waited in vain for " + what + "; on the serial line: " + said());
            }
            Await.briefly();
        }
    }

    private static void type(Process machine, String line) throws IOException {
        OutputStream keyboard = machine.getOutputStream();
        keyboard.write((line + "\r").getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
    }

    /** Without what moves the cursor and sets colours. */
    private String said() throws IOException {
        return Files.readString(serial, StandardCharsets.ISO_8859_1).replaceAll("\u001b\\[[0-9;=?]*[A-Za-z]|\r", "");
    }

    private static String read(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return Files.readString(all.getFirst());
        }
    }
}
