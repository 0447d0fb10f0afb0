package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.SignedManifest;
import io.plasmd.provider.release.TrustedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code provider publish}, {@code versions}, {@code rollback}, {@code keygen} and {@code manifest}. */
final class ReleaseCommandsTest {
    @TempDir
    private Path scratch;

    private Path artifacts;
    private Path kernel;
    private Path rootfs;

    @BeforeEach
    void files() throws IOException {
        artifacts = scratch.resolve("artifacts");
        kernel = Files.writeString(scratch.resolve("vmlinuz-6.1.0-28-amd64"), "kernel");
        rootfs = Files.writeString(scratch.resolve("rootfs.sqfs"), "root file system");
    }

    private CommandRun run(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command, "--artifacts", artifacts.toString(), "--arch", "x86_64"));
        all.addAll(List.of(args));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun publish(String version) {
        return run("publish", "--version", version, "--kernel", kernel.toString(), rootfs.toString());
    }

    private Path current() {
        return artifacts.resolve("stable/x86_64");
    }

    @Test
    void publishesFilesAndSaysWhat() throws Exception {
        CommandRun run = publish("1.0");
        assertEquals(0, run.status(), run.err());
        assertEquals(
                "There was no directory " + artifacts + ": it was made.\n"
                        + "Published, and current: stable/x86_64 1.0, 22 B.\n",
                run.err());
        assertEquals("""
                FILE         SIZE  SHA-256
                rootfs.sqfs  16 B  %s
                vmlinuz      6 B   %s
                """.formatted(sha256("root file system"), sha256("kernel")), run.out());
        assertEquals("kernel", Files.readString(current().resolve("vmlinuz")));
    }

    @Test
    void aNameThatIsNoTextIsNeitherPublishedNorChanged() throws Exception {
        Path source = Files.createDirectory(scratch.resolve("source"));
        Files.writeString(source.resolve("vmlinuz"), "kernel");
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'gr\\366\\337e')\"")
                .directory(source.toFile())
                .start();
        assertEquals(0, touch.waitFor());
        CommandRun directory = run("publish", source.toString());
        assertEquals(1, directory.status());
        assertTrue(
                directory
                        .err()
                        .startsWith("provider: cannot publish " + source + "/gr\\xf6\\xdfe: its name is not UTF-8,"),
                directory.err());
        assertTrue(directory.err().contains("convmv -f latin1 -t utf8 --notest -r " + source), directory.err());
        CommandRun file = run("publish", source.resolve("vmlinuz").toString(), source + "/gr\ufffd\ufffde");
        assertEquals(2, file.status());
        assertTrue(file.err().contains("the path " + source + "/gr\ufffd\ufffde is not UTF-8,"), file.err());
        assertFalse(Files.exists(current()));
    }

    @Test
    void adoptsFilesThatWerePutThereByHand() throws Exception {
        Files.createDirectories(current());
        Files.writeString(current().resolve("linux"), "kernel");
        Files.writeString(current().resolve("SHA256SUMS"), sha256("kernel") + "  linux\n");
        CommandRun refused = run("publish", "--kernel", kernel.toString());
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("provider publish --adopt"), refused.err());
        assertUsage(
                "--adopt takes what is in " + current() + ", and no other files",
                run("publish", "--adopt", kernel.toString()));
        CommandRun run = run("publish", "--adopt", "--version", "1");
        assertEquals(0, run.status(), run.err());
        Path aside = artifacts.resolve("stable/.x86_64.by-hand");
        assertEquals("""
                Published, and current: stable/x86_64 1, 6 B.
                What was there is %s now, which nobody is served from: remove it when you no longer want it.
                Left out: %s, since the server makes that itself, from what was published.
                """.formatted(aside, current().resolve("SHA256SUMS")), run.err());
        assertEquals("kernel", Files.readString(current().resolve("linux")));
        assertTrue(Files.isSymbolicLink(current()));
        assertTrue(Files.exists(aside.resolve("SHA256SUMS")));
    }

    @Test
    void sumsThatLieBesideTheFilesHaveToFitThem() throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("netboot"));
        Files.writeString(directory.resolve("linux"), "kernel");
        Files.writeString(directory.resolve("initrd.gz"), "initramfs");
        Path sums = directory.resolve("SHA256SUMS");
        Files.writeString(sums, sha256("other") + " *./linux\n");
        CommandRun run = run("publish", directory.toString());
        assertEquals(1, run.status());
        assertEquals(
                "provider: " + directory.resolve("linux") + " has the sha256 " + sha256("kernel") + ", expected was "
                        + sha256("other") + " by --sha256, or the SHA256SUMS beside it: it is another file, or damaged."
                        + " Nothing was published.\n",
                run.err());
        Files.writeString(sums, sha256("kernel") + "  linux\n" + sha256("x") + "  gone\n# a remark\n");
        CommandRun taken = run("publish", directory.toString());
        assertEquals(0, taken.status(), taken.err());
        for (String remark : List.of(
                " has 1 line that sha256sum would not have written: nothing was checked by that.",
                " is also of what is not there: gone.",
                " does not have initrd.gz: published unchecked.")) {
            assertTrue(taken.err().contains(sums + remark), taken.err());
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void publishesADirectory() throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("build"));
        Files.writeString(directory.resolve("vmlinuz"), "kernel");
        Files.writeString(directory.resolve("board.dtb"), "dtb");
        Files.writeString(directory.resolve(".build.log"), "not for clients");
        CommandRun run = run("publish", directory.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.exists(current().resolve("board.dtb")));
        assertFalse(Files.exists(current().resolve(".build.log")));
    }

    /** As the netboot trees of Debian have them. */
    @Test
    void leavesOutWhatTheServerMakesItself() throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("netboot"));
        Files.writeString(directory.resolve("linux"), "kernel");
        for (String name : List.of("SHA256SUMS", "SHA256SUMS.sign", "linux.sha256", "manifest.json")) {
            Files.writeString(directory.resolve(name), "theirs");
        }
        CommandRun run = run("publish", directory.toString());
        assertEquals(0, run.status(), run.err());
        for (String name : List.of("SHA256SUMS", "SHA256SUMS.sign", "linux.sha256", "manifest.json")) {
            assertFalse(Files.exists(current().resolve(name)));
            String line = "Left out: " + directory.resolve(name) + ", since the server makes that itself";
            assertTrue(run.err().contains(line), run.err());
        }
        CommandRun named = run(
                "publish",
                directory.resolve("linux").toString(),
                directory.resolve("SHA256SUMS").toString());
        assertEquals(1, named.status());
        assertTrue(
                named.err().contains("\"SHA256SUMS\" cannot be the name of an artifact: manifest.json, SHA256SUMS,"),
                named.err());
    }

    @Test
    void refusesAManifestOfAnotherPlace() throws Exception {
        publish("1.0");
        Path key = scratch.resolve("place.key");
        String id = CommandRun.of("keygen", key.toString()).out().strip();
        CommandRun manifest = run(
                "manifest", "--sign", "--set", "provider.endpoints.artifacts.manifest.signing-keys=[\"" + key + "\"]");
        Path plain = Files.createDirectories(scratch.resolve("plain"));
        Files.writeString(plain.resolve("manifest.json"), manifest.out());
        for (String name : List.of("vmlinuz", "rootfs.sqfs")) {
            Files.copy(current().resolve(name), plain.resolve(name));
        }
        CommandRun right =
                CommandRun.of("verify", plain.toString(), "--key", id, "--channel", "stable", "--arch", "amd64");
        assertEquals(0, right.status(), right.err());
        for (List<String> place : List.of(List.of("testing", "x86_64"), List.of("stable", "aarch64"))) {
            CommandRun wrong = CommandRun.of(
                    "verify", plain.toString(), "--key", id, "--channel", place.get(0), "--arch", place.get(1));
            assertEquals(1, wrong.status());
            String why = "is the manifest of stable/x86_64; expected " + String.join("/", place);
            assertTrue(wrong.err().contains(why), wrong.err());
        }
    }

    @Test
    void ofADirectoryOnlyRegularFilesComeThatAreInIt() throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("build"));
        Path secret = Files.writeString(scratch.resolve("secret"), "secret");
        Files.writeString(directory.resolve("bzImage"), "kernel");
        Files.createSymbolicLink(directory.resolve("vmlinuz"), Path.of("bzImage"));
        Path leak = Files.createSymbolicLink(directory.resolve("config.bin"), secret);
        Path fifo = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        CommandRun run = run("publish", directory.toString());
        assertEquals(1, run.status());
        assertEquals("""
                provider: 2 problems:
                  - %s is a link that leads out of %s, to %s: if that is to be published, name it on the command line itself
                  - %s is a FIFO: only regular files can be published
                """.formatted(leak, directory, secret, fifo), run.err());
        assertFalse(Files.exists(artifacts));
        for (Path path : List.of(leak, fifo)) {
            Files.delete(path);
        }
        assertEquals(0, run("publish", directory.toString()).status());
        assertEquals("kernel", Files.readString(current().resolve("vmlinuz")));
        assertTrue(Files.isRegularFile(current().resolve("vmlinuz"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aFileThatIsNamedMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("vmlinuz"), kernel);
        CommandRun run = run("publish", link.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals("kernel", Files.readString(current().resolve("vmlinuz")));
    }

    @Test
    void refusesAnotherDigestThanTheOneNamed() throws Exception {
        String wrong = sha256("other");
        CommandRun run = run("publish", "--kernel", kernel.toString(), "--sha256", "vmlinuz=" + wrong);
        assertEquals(1, run.status());
        assertEquals(
                "provider: " + kernel + " has the sha256 " + sha256("kernel") + ", expected was " + wrong
                        + ": it is another file, or damaged. Nothing was published.\n",
                run.err());
        assertFalse(Files.exists(current()));
    }

    @Test
    void saysWhatIsWrongWithItsOptions() {
        assertUsage("which files? Name them", run("publish"));
        assertUsage("--sha256 vmlinuz: expected NAME=HEX", run("publish", kernel.toString(), "--sha256", "vmlinuz"));
        assertUsage(
                "--sha256 other=…: no file is published under that name",
                run("publish", kernel.toString(), "--sha256", "other=" + "0".repeat(64)));
        assertUsage("cannot keep 0 releases", run("publish", "--keep", "0", kernel.toString()));
        assertUsage(
                "--lock-timeout 30: expected a number and s, m or h, such as 30s",
                run("publish", "--lock-timeout", "30", kernel.toString()));
        CommandRun without = run("publish", rootfs.toString());
        assertEquals(1, without.status());
        assertTrue(without.err().startsWith("provider: there is no kernel among the files"), without.err());
        assertTrue(without.err().contains("--without-kernel"), without.err());
    }

    @Test
    void refusesMoreFilesThanAServerWouldKnow() {
        String bound = "provider.endpoints.artifacts.names.per-architecture=1";
        CommandRun refused = run("publish", "--set", bound, kernel.toString(), rootfs.toString());
        assertEquals(1, refused.status());
        assertTrue(
                refused.err().startsWith("provider: 2 files are to be published, and a server knows at most 1"),
                refused.err());
        CommandRun one = run("publish", "--set", bound, "--kernel", kernel.toString());
        assertEquals(0, one.status(), one.err());
    }

    @Test
    void publishesWhatHasNoKernelOfItsOwnWhereThatIsMeant() {
        CommandRun publish = run("publish", "--without-kernel", "--version", "1", rootfs.toString());
        assertEquals(0, publish.status(), publish.err());
        CommandRun versions = run("versions");
        assertTrue(versions.out().contains("/releases/stable/x86_64/1/"), versions.out());
    }

    private static void assertUsage(String message, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().startsWith("provider: " + message), run.err());
    }

    @Test
    void listsReleasesAndGoesBack() throws Exception {
        publish("1.0");
        Files.writeString(kernel, "newer kernel");
        publish("1.1");
        CommandRun table = run("versions");
        assertEquals(0, table.status(), table.err());
        List<String> lines = table.out().lines().toList();
        assertEquals("VERSION  CURRENT  PUBLISHED             AGE  FILES  SIZE  PATH", lines.get(0));
        assertTrue(
                lines.get(1).matches("1\\.1 +yes +20\\S+Z +\\d+ s +2 +28 B  /releases/stable/x86_64/1\\.1/"),
                table.out());
        assertTrue(
                lines.get(2).matches("1\\.0 +20\\S+Z +\\d+ s +2 +22 B  /releases/stable/x86_64/1\\.0/"), table.out());

        CommandRun back = run("rollback");
        assertEquals(0, back.status(), back.err());
        assertEquals("1.0\n", back.out());
        assertEquals("kernel", Files.readString(current().resolve("vmlinuz")));
        JsonNode json = JsonMapper.shared().readTree(run("versions", "--json").out());
        assertEquals("1.1", json.at("/0/version").asString());
        assertFalse(json.at("/0/current").asBoolean());
        assertTrue(json.at("/1/current").asBoolean());
        assertEquals("/releases/stable/x86_64/1.1/", json.at("/0/path").asString());
        assertEquals(16, json.at("/1/files/rootfs.sqfs/size_bytes").asInt());

        CommandRun first = run("rollback");
        assertEquals(1, first.status());
        assertEquals(
                "provider: release 1.0 is the first one: none was current before it; choose one with --to: 1.1\n",
                first.err());
        assertEquals(0, run("rollback", "--to", "1.1").status());
        assertEquals("newer kernel", Files.readString(current().resolve("vmlinuz")));
    }

    @Test
    void keepsAsManyReleasesAsConfigured() throws Exception {
        for (int i = 0; i < 3; i++) {
            Files.writeString(kernel, "kernel " + i);
            run(
                    "publish",
                    "--version",
                    "1." + i,
                    "--kernel",
                    kernel.toString(),
                    "--set",
                    "provider.endpoints.artifacts.releases.keep=2");
        }
        JsonNode json = JsonMapper.shared().readTree(run("versions", "--json").out());
        assertEquals(
                List.of("1.2", "1.1"),
                json.valueStream().map(r -> r.path("version").asString()).toList());
    }

    @Test
    void saysThatThereAreNoReleases() {
        CommandRun run = run("versions");
        assertEquals(0, run.status());
        assertEquals("", run.out());
        assertEquals("No releases of stable/x86_64 in " + artifacts + ". To make one: provider publish\n", run.err());
    }

    @Test
    void makesAKeyPairThatSignsAManifest() throws Exception {
        publish("1.0");
        Path key = scratch.resolve("provider.key");
        CommandRun keygen = CommandRun.of("keygen", key.toString());
        assertEquals(0, keygen.status(), keygen.err());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        TrustedKey trusted = TrustedKey.read(scratch.resolve("provider.pub").toString());
        assertEquals(trusted.id() + "\n", keygen.out());
        byte[] openPgp = Files.readAllBytes(scratch.resolve("provider.pgp"));
        assertTrue(keygen.err().contains("For OpenPGP: " + scratch.resolve("provider.pgp")), keygen.err());
        assertTrue(Files.readString(scratch.resolve("provider.pgp.asc"))
                .startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"));

        Files.delete(scratch.resolve("provider.pgp"));
        CommandRun existing = CommandRun.of("keygen", "--existing", key.toString());
        assertEquals(0, existing.status(), existing.err());
        assertEquals(trusted.id() + "\n", existing.out());
        assertArrayEquals(openPgp, Files.readAllBytes(scratch.resolve("provider.pgp")));

        CommandRun manifest = run(
                "manifest", "--sign", "--set", "provider.endpoints.artifacts.manifest.signing-keys=[\"" + key + "\"]");
        assertEquals(0, manifest.status(), manifest.err());
        SignedManifest signed = SignedManifest.parse(manifest.out().getBytes(StandardCharsets.UTF_8));
        signed.requireSignedBy(List.of(trusted));
        assertEquals("1.0", signed.manifest().version());
        Manifest.Entry entry = signed.manifest().artifacts().get("kernel");
        assertEquals(sha256("kernel"), Objects.requireNonNull(entry).digest().hex());

        CommandRun again = CommandRun.of("keygen", key.toString());
        assertEquals(1, again.status());
        assertTrue(again.err().contains(key + " exists already"), again.err());
    }

    @Test
    void printsAManifestOfFilesPutThereByHand() throws Exception {
        Files.createDirectories(current());
        Files.writeString(current().resolve("linux"), "kernel");
        Files.createSymbolicLink(current().resolve("outside"), kernel);
        CommandRun run = run("manifest");
        assertEquals(0, run.status(), run.err());
        SignedManifest manifest = SignedManifest.parse(run.out().getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of("kernel"), List.copyOf(manifest.manifest().artifacts().keySet()));
        assertTrue(manifest.manifest().version().matches("content-[0-9a-f]{24}"));
        assertTrue(manifest.keyIds().isEmpty());
        CommandRun sign = run("manifest", "--sign");
        assertEquals(1, sign.status());
        assertTrue(sign.err().startsWith("provider: there is no key to sign with"), sign.err());
    }
}
