package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes what a machine boots: Debian's kernel, shim and GRUB, and an initramfs that says what it was booted with. */
final class BootFiles {
    static final Path SHIM = Path.of("/usr/lib/shim/shimx64.efi.signed");
    static final Path SIGNED_GRUB = Path.of("/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed");
    static final Path GRUB_MODULES = Path.of("/usr/lib/grub/x86_64-efi");

    private static final Path INSTALLER =
            Path.of("/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64");
    private static final Path KERNEL = INSTALLER.resolve("linux");
    private static final Path STUB = Path.of("/usr/lib/systemd/boot/efi/linuxx64.efi.stub");
    private static final Path SCRIPTS = Path.of("src/test/netboot").toAbsolutePath();

    private final Path scratch;

    /** @param scratch a directory for what is made on the way */
    BootFiles(Path scratch) {
        this.scratch = scratch;
    }

    /** Skips the test where a program or a file is missing. */
    static void require() {
        Program.require("busybox", "busybox");
        Program.require("cpio", "cpio");
        Program.requireFile(KERNEL, "debian-installer-12-netboot-amd64");
    }

    static void requireUki() {
        Program.require("objcopy", "binutils");
        Program.requireFile(STUB, "systemd-boot-efi");
    }

    static void requireGrub() {
        Program.require("grub-mkimage", "grub-common");
        Program.requireFile(GRUB_MODULES.resolve("normal.mod"), "grub-efi-amd64-bin");
    }

    static void requireSigned() {
        Program.require("openssl", "openssl");
        Program.require("sbsign", "sbsigntool");
        Program.require("objcopy", "binutils");
        Program.requireFile(SHIM, "shim-signed");
        Program.requireFile(SIGNED_GRUB, "grub-efi-amd64-signed");
    }

    /** {@code vmlinuz} and {@code initrd.img}. */
    void kernelAndInitramfs(Path directory) throws Exception {
        Files.copy(KERNEL, directory.resolve("vmlinuz"));
        initramfs(directory.resolve("initrd.img"));
    }

    private void initramfs(Path out) throws Exception {
        run(
                "bash",
                SCRIPTS.resolve("initramfs.sh").toString(),
                INSTALLER.resolve("initrd.gz").toString(),
                out.toString());
    }

    /** Kernel, initramfs and command line in one EFI program. */
    void uki(Path out, String commandLine) throws Exception {
        Path initramfs = scratch.resolve("uki-initramfs");
        initramfs(initramfs);
        run(
                "bash",
                SCRIPTS.resolve("uki.sh").toString(),
                KERNEL.toString(),
                initramfs.toString(),
                commandLine,
                out.toString());
    }

    /**
     * GRUB as an operator makes it, with nothing but what it takes to get further by HTTP.
     *
     * @param configuration what it does first
     */
    void grub(Path out, String configuration, String... modules) throws Exception {
        Path early = Files.writeString(scratch.resolve("early.cfg"), configuration);
        List<String> command = new ArrayList<>(List.of(
                "grub-mkimage",
                "-O",
                "x86_64-efi",
                "-p",
                "",
                "-c",
                early.toString(),
                "--sbat",
                sbat().toString(),
                "-o",
                out.toString()));
        command.addAll(List.of(modules));
        run(command.toArray(String[]::new));
    }

    /** The generation of Debian's own: the shim refuses older ones. */
    private Path sbat() throws Exception {
        Path section = scratch.resolve("sbat");
        run("objcopy", "-O", "binary", "--only-section=.sbat", SIGNED_GRUB.toString(), section.toString());
        return Files.writeString(section, Files.readString(section).replace("\0", ""));
    }

    /** Signs an EFI program by a key made for it, and gives its certificate as DER. */
    byte[] sign(Path program) throws Exception {
        String key = scratch.resolve("owner.key").toString();
        String certificate = scratch.resolve("owner.crt").toString();
        String der = scratch.resolve("owner.cer").toString();
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=owner",
                "-keyout",
                key,
                "-out",
                certificate);
        run("openssl", "x509", "-in", certificate, "-outform", "DER", "-out", der);
        run("sbsign", "--key", key, "--cert", certificate, "--output", program.toString(), program.toString());
        return Files.readAllBytes(Path.of(der));
    }

    private void run(String... command) throws IOException, InterruptedException {
        Program.run(scratch, command).expectSuccess();
    }
}
