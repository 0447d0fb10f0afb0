package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/releases.md, in the order of the page, with other directories and another server. */
@Timeout(120)
final class ReleasesPageIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    @Test
    void itsCommandsWork() throws Exception {
        Install install = Tarball.unpack(directory);
        Path origin = scratch.resolve("origin");
        Path byHand = Files.createDirectories(scratch.resolve("srv/stable/x86_64"));
        Samples.write(byHand.resolve("vmlinuz"), 10_000);
        Files.createDirectories(scratch.resolve("build"));
        Samples.write(scratch.resolve("vmlinuz-6.12.57"), 100_000);
        Samples.write(scratch.resolve("build/initrd.img"), 200_000);
        Samples.write(scratch.resolve("build/rootfs.squashfs"), 300_000);
        Path tree = Files.createDirectories(scratch.resolve("netboot/EFI/BOOT"));
        Samples.write(scratch.resolve("netboot/vmlinuz"), 10_000);
        Samples.write(scratch.resolve("netboot/installer.iso"), 10_000);
        Samples.write(tree.resolve("BOOTX64.EFI"), 10_000);
        Files.writeString(
                Files.createDirectories(scratch.resolve("netboot/doc")).resolve("README"), "readme");
        String provider = install.launcher().toString();
        Program.run(scratch, provider, "keygen", "boot.key").expectSuccess();
        Program.run(
                        scratch,
                        provider,
                        "publish",
                        "--artifacts",
                        origin.toString(),
                        "--arch",
                        "x86_64",
                        "--version",
                        "2030.01.01",
                        "--kernel",
                        "vmlinuz-6.12.57",
                        "build/rootfs.squashfs")
                .expectSuccess();
        String page = Files.readString(Path.of("../docs/releases.md"));
        List<String> blocks = BLOCK.matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertTrue(blocks.size() >= 5, "only " + blocks.size() + " blocks");
        // By hand first, then as releases, and versions to go back to. The fourth is for NFS only.
        String script = "set -eux\n"
                + blocks.get(2)
                + blocks.get(1)
                + "provider publish --artifacts /srv/boot --version 2026.11.20 --kernel /boot/vmlinuz-6.12.57\n"
                + "provider publish --artifacts /srv/boot --version 2026.11.21 --kernel build/initrd.img\n"
                + blocks.get(0)
                + blocks.stream().skip(4).collect(Collectors.joining());
        try (RunningProcess server = Launch.of(install, scratch)
                .serve(
                        origin,
                        "--set",
                        "provider.endpoints.artifacts.manifest.signing-keys=[\"" + scratch.resolve("boot.key")
                                + "\"]")) {
            // The release here is signed by no one; that of the origin is. The server at the end runs until it is told.
            String ran = script.replace("provider serve --artifacts /srv/boot\n", "")
                    .replace("provider verify /srv/boot --key boot.pub\n", "")
                    .replaceFirst("(provider fetch .*)", "$1\nprovider verify /srv/boot --key boot.pub")
                    .replace("/boot/vmlinuz", "./vmlinuz")
                    .replace("/srv/boot", scratch.resolve("srv").toString())
                    .replace("http://boot.example:8080/", server.url().toString())
                    .replaceAll("(?m)^provider (\\w+)", provider + " $1 --arch x86_64");
            Path file = Files.writeString(scratch.resolve("page.sh"), ran);
            Program.run(scratch, "sh", file.toString()).expectSuccess();
        }
        assertEquals(
                -1,
                Files.mismatch(
                        scratch.resolve("build/rootfs.squashfs"),
                        scratch.resolve("srv/stable/x86_64/rootfs.squashfs")));
    }
}
