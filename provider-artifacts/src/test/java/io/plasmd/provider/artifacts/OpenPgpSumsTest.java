package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.server.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures of OpenPGP as GnuPG believes them, and the two kinds of {@code <file>.sha256}. */
final class OpenPgpSumsTest {
    private static final String SYSTEMD = "systemd-pull/252.39-1~deb12u2";

    @TempDir
    private Path scratch;

    private ArtifactServer server;
    private Publishing publishing;

    @BeforeEach
    void start() throws Exception {
        Programs.require("gpg", "gpg");
        Programs.require("gpgv", "gpgv");
        KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        server = new ArtifactServer(Map.of(
                "provider.endpoints.artifacts.manifest.signing-keys",
                scratch.resolve("release.key").toString()));
        publishing = new Publishing(server, 3);
        publishing.publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1000), "a b.efi", ArtifactServer.bytes(2000)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void get(String path, String file, String... headers) throws Exception {
        byte[] body = server.awaitBody(path);
        try (Response response = server.get(path, headers)) {
            assertEquals(200, response.code(), path);
            byte[] asked = response.body().bytes();
            Files.write(scratch.resolve(file), headers.length > 0 ? asked : body);
        }
    }

    private String gpg(String arguments) throws Exception {
        return Shell.run(scratch, "mkdir -p -m 700 gnupg; gpg --homedir gnupg --no-autostart --batch " + arguments);
    }

    @Test
    void gnuPgBelievesTheSumsOfChannelsAndReleases() throws Exception {
        gpg("--import release.pgp.asc");
        for (String directory : List.of("/stable/x86_64/", "/releases/stable/x86_64/1/", "/releases/stable/amd64/1/")) {
            get(directory + "SHA256SUMS", "SHA256SUMS");
            get(directory + "SHA256SUMS.gpg", "SHA256SUMS.gpg");
            String said = gpg("--verify SHA256SUMS.gpg SHA256SUMS");
            assertTrue(said.contains("Good signature from \"provider ed25519:"), said);
            Shell.run(scratch, "gpgv --keyring ./release.pgp SHA256SUMS.gpg SHA256SUMS");
            Shell.runInVain(
                    scratch,
                    "sed 's/^./0/; s/^0/1/' SHA256SUMS > changed; gpgv --keyring ./release.pgp SHA256SUMS.gpg changed");
        }
    }

    @Test
    void theSignatureStaysUntilTheSumsChange() throws Exception {
        String path = "/stable/x86_64/SHA256SUMS.gpg";
        byte[] before = server.awaitBody(path);
        try (Response response = server.get(path)) {
            assertEquals("application/octet-stream", response.header("Content-Type"));
            assertEquals(304, server.status(path, "If-None-Match", response.header("ETag")));
        }
        server.restart();
        assertArrayEquals(before, server.awaitBody(path));
        publishing.publish("2", Map.of("vmlinuz", ArtifactServer.bytes(1001)));
        assertNotEquals(Arrays.toString(before), Arrays.toString(server.awaitBody(path)));
        assertArrayEquals(before, server.awaitBody("/releases/stable/x86_64/1/SHA256SUMS.gpg"));
    }

    @Test
    void nothingIsSignedThatWasBroughtAndNothingWithoutAKey() throws Exception {
        Path hand = Files.createDirectories(server.root().resolve("edge/x86_64"));
        Files.write(hand.resolve("vmlinuz"), ArtifactServer.bytes(10));
        assertEquals(200, server.awaitBody("/edge/x86_64/SHA256SUMS.gpg").length > 100 ? 200 : 0);
        Files.writeString(hand.resolve("SHA256SUMS"), "brought\n");
        assertEquals(404, server.status("/edge/x86_64/SHA256SUMS.gpg"));
        Files.writeString(hand.resolve("SHA256SUMS.gpg"), "brought too");
        assertEquals("brought too", new String(server.body("/edge/x86_64/SHA256SUMS.gpg"), StandardCharsets.UTF_8));
        server.set("provider.endpoints.artifacts.manifest.signing-keys", "");
        server.restart();
        assertEquals(404, server.status("/releases/stable/x86_64/1/SHA256SUMS.gpg"));
        try (Response plain = server.get("/stable/x86_64/vmlinuz.sha256", "User-Agent", SYSTEMD)) {
            assertEquals(
                    ArtifactServer.sha256(ArtifactServer.bytes(1000)) + "  vmlinuz\n",
                    plain.body().string());
        }
    }

    @Test
    void nothingIsSignedInsideForANameWhoseEndOpenPgpDoesNotSee() throws Exception {
        byte[] content = ArtifactServer.bytes(10);
        Path hand = Files.createDirectories(server.root().resolve("edge/x86_64"));
        Files.write(hand.resolve("vmlinuz "), content);
        server.awaitBody("/edge/x86_64/vmlinuz%20.sha256");
        try (Response plain = server.get("/edge/x86_64/vmlinuz%20.sha256", "User-Agent", SYSTEMD)) {
            assertEquals(
                    ArtifactServer.sha256(content) + "  vmlinuz \n",
                    plain.body().string());
        }
    }

    /** One who reads the first word needs no signature inside, busybox takes none, and systemd-pull needs one. */
    @Test
    void eachKindOfClientGetsTheLineThatItReads() throws Exception {
        Programs.require("busybox", "busybox");
        for (String directory : List.of("/stable/x86_64/", "/releases/stable/x86_64/1/")) {
            get(directory + "vmlinuz", "vmlinuz");
            get(directory + "vmlinuz.sha256", "plain");
            assertEquals(
                    ArtifactServer.sha256(ArtifactServer.bytes(1000)) + "  vmlinuz\n",
                    Files.readString(scratch.resolve("plain")));
            Shell.run(scratch, "sha256sum --strict -c plain; busybox sha256sum -c plain");
            get(directory + "vmlinuz.sha256", "signed", "User-Agent", SYSTEMD);
            gpg("--import release.pgp");
            gpg("--verify signed");
            Shell.run(scratch, "sha256sum -c signed; ! busybox sha256sum -c signed");
            get(directory + "a%20b.efi.sha256", "blank", "User-Agent", SYSTEMD);
            gpg("--verify blank");
            try (Response plain = server.get(directory + "vmlinuz.sha256");
                    Response signed = server.get(directory + "vmlinuz.sha256", "User-Agent", SYSTEMD)) {
                assertEquals("User-Agent", plain.header("Vary"));
                assertEquals("User-Agent", signed.header("Vary"));
                assertNotEquals(plain.header("ETag"), signed.header("ETag"));
            }
        }
    }
}
