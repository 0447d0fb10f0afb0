package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A machine of QEMU's, without an accelerator, whose serial line is read and written. It has to be done within minutes. */
final class Machine implements AutoCloseable {
    /** The host's loopback address, as a guest of QEMU's user network has it. */
    static final String HOST = "10.0.2.2";

    /** As QEMU gives it to the first card. */
    static final String FIRST_ADDRESS = "52:54:00:12:34:56";

    private static final Path SECURE_FIRMWARE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.ms.fd");

    /** With the keys of Microsoft, by which Debian's shim is signed. */
    private static final Path SECURE_VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.ms.fd");

    private static final Path FIRMWARE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");
    private static final Path VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");

    /** A boot takes 10 to 40 s where the machine does nothing else. */
    private static final long LONGEST_SECONDS = 170;

    private final Process process;
    private final Path serial;

    private Machine(Process process, Path serial) {
        this.process = process;
        this.serial = serial;
    }

    /** Skips the test where a program is missing. */
    static void requirePrograms() {
        Program.require("qemu-system-x86_64", "qemu-system-x86");
        Program.requireFile(SECURE_FIRMWARE, "ovmf");
    }

    /** UEFI firmware that starts what is behind a URL, be it signed or not. */
    static Machine httpBoot(Path scratch, String url) throws IOException {
        FirmwareVariables variables = FirmwareVariables.of(VARIABLES);
        variables.addHttpBoot(url);
        return start(scratch, uefi("q35", FIRMWARE, variables.write(scratch)));
    }

    /** The same with firmware that starts nothing that is not signed. */
    static Machine secureHttpBoot(Path scratch, String url) throws IOException {
        return secureHttpBoot(scratch, url, new byte[0]);
    }

    /**
     * The same for an operator who signs as well, and has had his certificate enrolled.
     *
     * @param certificate an X.509 certificate as DER that the shim trusts besides; none where it is empty
     */
    static Machine secureHttpBoot(Path scratch, String url, byte[] certificate) throws IOException {
        FirmwareVariables variables = FirmwareVariables.of(SECURE_VARIABLES);
        variables.addHttpBoot(url);
        if (certificate.length > 0) {
            variables.addOwnerCertificate(certificate);
        }
        List<String> options = uefi("q35,smm=on", SECURE_FIRMWARE, variables.write(scratch));
        options.addAll(List.of("-global", "driver=cfi.pflash01,property=secure,value=on"));
        return start(scratch, options);
    }

    /** A BIOS, and iPXE in the network card's ROM, that gets a script by the file name of DHCP. */
    static Machine ipxe(Path scratch, String url) throws IOException {
        return ipxe(scratch, url, FIRST_ADDRESS);
    }

    /**
     * The same of another machine.
     *
     * @param address of its network card
     * @param more options of QEMU's
     */
    static Machine ipxe(Path scratch, String url, String address, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-boot",
                "n",
                "-netdev",
                "user,id=network,bootfile=" + url,
                "-device",
                "virtio-net-pci,netdev=network,mac=" + address));
        options.addAll(List.of(more));
        return start(scratch, options);
    }

    /** The network card's own ROM would boot something else. */
    private static List<String> uefi(String machine, Path firmware, Path variables) {
        return new ArrayList<>(List.of(
                "-machine",
                machine,
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + firmware,
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
                "virtio-rng-pci"));
    }

    private static Machine start(Path scratch, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                "--kill-after=5",
                Long.toString(LONGEST_SECONDS),
                "qemu-system-x86_64",
                "-accel",
                "tcg",
                "-m",
                "512",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-monitor",
                "none",
                "-no-reboot"));
        command.addAll(options);
        Path serial = Files.createTempFile(scratch, "serial", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(serial.toFile())
                .start();
        return new Machine(process, serial);
    }

    /** Waits until a text has come over the serial line. */
    void await(String text) throws IOException {
        while (!said().contains(text)) {
            // What it said last is there once it has ended.
            if (!process.isAlive() && !said().contains(text)) {
                throw new AssertionError("waited in vain for \"" + text + "\"; on the serial line: " + said());
            }
            Await.briefly();
        }
    }

    /** Waits until it is switched off. */
    void awaitEnd() throws InterruptedException, IOException {
        assertTrue(process.waitFor(LONGEST_SECONDS + 10, TimeUnit.SECONDS), "QEMU does not end");
        assertTrue(process.exitValue() == 0, () -> "QEMU ended with " + process.exitValue());
    }

    /** Types a line, again and again until a text has come: what is typed before a program reads may get lost. */
    void typeUntil(String line, String text) throws IOException {
        while (process.isAlive() && !said().contains(text)) {
            type(line);
            for (int look = 0; look < 200 && !said().contains(text); look++) {
                Await.briefly();
            }
        }
        await(text);
    }

    private void type(String line) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write((line + "\r").getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
    }

    /** Without what moves the cursor and sets colours. */
    String said() throws IOException {
        return Files.readString(serial, StandardCharsets.ISO_8859_1).replaceAll("\u001b\\[[0-9;=?]*[A-Za-z]|\r", "");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), "QEMU does not end");
    }
}
