package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.TrustedKey;
import io.plasmd.provider.server.DocsPage;
import io.plasmd.provider.server.Programs;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signatures as those check them who have no provider: docs/manifest.md, word for word. */
final class SignatureTest {
    private static final String KEYS = "provider.endpoints.artifacts.manifest.signing-keys";
    private static final String SIGNATURE = "/stable/x86_64/SHA256SUMS.sig";

    @TempDir
    private Path scratch;

    private final DocsPage page = DocsPage.read("manifest.md");
    private TrustedKey first;
    private TrustedKey second;
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        Programs.require("openssl", "openssl");
        Programs.require("jq", "jq");
        Programs.require("curl", "curl");
        first = KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        second = KeyFiles.generate(scratch.resolve("next.key"), scratch.resolve("next.pub"));
        server = new ArtifactServer(Map.of(
                KEYS, scratch.resolve("release.key").toString(), "provider.name", "boot \"ö\" \u2028 </script>"));
        server.put("vmlinuz", 1000);
        server.put("initrd.img", 2000);
        server.put("ö ü & #?.dtb", 3000);
        server.awaitBody("/manifest.json");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String run(String commands) throws Exception {
        return Shell.run(
                scratch,
                commands.replace(
                        "http://server:8080", server.provider().url("/").replaceFirst("/$", "")));
    }

    private String block(String heading, int number) {
        String text = page.section("Verify").text();
        int start = text.indexOf("\n### " + heading + "\n");
        assertTrue(start >= 0, heading);
        return new DocsPage(text.substring(start)).blocks("sh").get(number);
    }

    @Test
    void opensslVerifiesTheManifestAsThePageSays() throws Exception {
        String verify = block("The manifest, with openssl and jq", 0);
        assertEquals("Signature Verified Successfully\n", run(verify));
        run(block("The manifest, with openssl and jq", 1));
        assertArrayEquals(
                server.body("/stable/x86_64/manifest.json"), Files.readAllBytes(scratch.resolve("manifest.json")));

        String again = verify.substring(verify.indexOf("jq"));
        Path manifest = scratch.resolve("manifest.json");
        String good = Files.readString(manifest);
        Files.writeString(manifest, good.replace("\"size\":1000", "\"size\":1001"));
        String output = Shell.runInVain(scratch, again);
        assertTrue(output.contains("Signature Verification Failure"), output);
        Files.writeString(manifest, good.replaceFirst("\"expires_at\":\"20", "\"expires_at\":\"19"));
        Shell.runInVain(scratch, again.substring(again.indexOf("test ")));
    }

    @Test
    void opensslVerifiesTheSumsAsThePageSays() throws Exception {
        String output = run(block("SHA256SUMS, with openssl alone", 0));
        assertTrue(output.contains("Signature Verified Successfully"), output);
        assertTrue(output.contains("vmlinuz: OK"), output);
    }

    @Test
    void thePinnedScriptNamesBlobs() throws Exception {
        run(page.section("Stay with one release").block("sh"));
        List<String> script = Files.readAllLines(scratch.resolve("pinned.ipxe"));
        assertEquals("#!ipxe", script.getFirst());
        assertTrue(script.get(1).contains(Publishing.blob(ArtifactServer.bytes(1000)) + " initrd=initrd.img"));
        assertTrue(script.get(2).endsWith(Publishing.blob(ArtifactServer.bytes(2000))));
        assertEquals("boot", script.getLast());
        assertEquals(4, script.size());
    }

    @Test
    void opensslMakesTheSignatureThatIpxeReads() throws Exception {
        Shell.run(scratch, """
                openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=ca -out ca.crt -keyout ca.key -days 10
                openssl req -newkey rsa:2048 -nodes -subj /CN=codesign -keyout codesign.key -out codesign.req
                printf 'keyUsage=digitalSignature\\nextendedKeyUsage=codeSigning\\n' > extensions
                openssl x509 -req -in codesign.req -CA ca.crt -CAkey ca.key -CAcreateserial -extfile extensions \\
                  -out codesign.crt -days 10
                """);
        Files.write(scratch.resolve("vmlinuz"), ArtifactServer.bytes(1000));
        run(block("In iPXE", 0));
        byte[] signature = Files.readAllBytes(scratch.resolve("vmlinuz.sig"));
        server.put("vmlinuz.sig", signature);
        assertArrayEquals(signature, server.body("/stable/x86_64/vmlinuz.sig"));
        String checked = Shell.run(
                scratch,
                "openssl cms -verify -binary -inform DER -in vmlinuz.sig -content vmlinuz -CAfile ca.crt"
                        + " -purpose any -out /dev/null");
        assertTrue(checked.contains("successful"), checked);
    }

    @Test
    void theSignatureIsThatOfWhatTheSumsAre() throws Exception {
        try (Response get = server.get(SIGNATURE);
                Response head = server.provider().head(SIGNATURE)) {
            assertEquals(64, get.body().bytes().length);
            for (Response response : List.of(get, head)) {
                assertEquals(200, response.code());
                assertEquals("64", response.header("Content-Length"));
                assertEquals("application/octet-stream", response.header("Content-Type"));
                assertEquals("no-cache", response.header("Cache-Control"));
            }
            assertEquals(304, server.status(SIGNATURE, "If-None-Match", get.header("ETag")));
        }
    }

    /**
     * A file in the directory is never signed, whatever it is called and whatever is in it: here the text of a manifest
     * of another place and time, and that of other sums.
     */
    @Test
    void theKeySignsNothingThatWasBrought() throws Exception {
        byte[] genuine = server.awaitBody("/manifest.json");
        String text = new String(genuine, StandardCharsets.UTF_8)
                .replaceFirst(",\"signatures\":\\[[^]]*]", "")
                .replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"2099\"");
        byte[] signature = server.body(SIGNATURE);
        byte[] openPgp = server.body("/stable/x86_64/SHA256SUMS.gpg");
        List<String> names = List.of(
                "SHA256SUMS",
                "SHA256SUMS.sig",
                "SHA256SUMS.gpg",
                "SHA256SUMS.asc",
                "vmlinuz.sha256",
                "manifest.json",
                "SHA256SUMS.sig.sig",
                "SHA256SUMS.sha256");
        for (String content :
                List.of(text, "provider-sha256sums-v1 stable/x86_64\n" + "0".repeat(64) + "  vmlinuz\n")) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            for (String name : names) {
                server.put(name, bytes);
                for (String asked : names) {
                    if (asked.equals("manifest.json")) {
                        continue;
                    }
                    try (Response response = server.get("/stable/x86_64/" + asked)) {
                        byte[] answer = response.body().bytes();
                        boolean isBrought = asked.equals(name);
                        assertEquals(
                                isBrought || isMade(name, asked) ? 200 : 404, response.code(), name + ": " + asked);
                        if (isBrought) {
                            assertArrayEquals(bytes, answer);
                        } else if (answer.length == 64) {
                            assertArrayEquals(signature, answer, "a signature over anything else");
                        } else if (asked.equals("SHA256SUMS.gpg") && response.code() == 200) {
                            assertArrayEquals(openPgp, answer, "a signature over anything else");
                        }
                    }
                }
                Files.delete(server.directory().resolve(name));
            }
        }
        assertArrayEquals(genuine, server.awaitBody("/manifest.json"));
    }

    private static boolean isMade(String brought, String asked) {
        return asked.equals("SHA256SUMS")
                || asked.equals("vmlinuz.sha256")
                || (List.of("SHA256SUMS.sig", "SHA256SUMS.gpg").contains(asked) && !brought.equals("SHA256SUMS"));
    }

    @Test
    void broughtSumsHaveTheBroughtSignatureOrNone() throws Exception {
        byte[] sums = server.put("SHA256SUMS", "brought along \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        assertArrayEquals(sums, server.body("/stable/x86_64/SHA256SUMS"));
        assertEquals(404, server.status(SIGNATURE));
        byte[] brought = server.put("SHA256SUMS.sig", 256);
        assertArrayEquals(brought, server.body(SIGNATURE));
        // Brought files are served as others are, and are no artifacts.
        server.awaitEtag("/stable/x86_64/SHA256SUMS");
        JsonNode manifest = server.awaitManifest();
        assertEquals(3, manifest.path("artifacts").size(), manifest::toString);
        assertEquals(
                "channel stable, arch x86_64, 3 artifacts", server.provider().readyNotes());
    }

    @Test
    void gnuPgVerifiesTheSumsAsThePageSays() throws Exception {
        Programs.require("gpgv", "gpgv");
        String output = run(block("SHA256SUMS, with GnuPG", 0));
        assertTrue(output.contains("Good signature from \"provider " + first.id()), output);
    }

    @Test
    void theSumsOfOneChannelAreNoneOfAnother() throws Exception {
        run(block("SHA256SUMS, with openssl alone", 0));
        String output = Shell.runInVain(
                scratch,
                "(echo provider-sha256sums-v1 testing/x86_64; cat SHA256SUMS) > other; openssl pkeyutl -verify -rawin"
                        + " -pubin -inkey release.pub -in other -sigfile SHA256SUMS.sig");
        assertTrue(output.contains("Signature Verification Failure"), output);
        output = Shell.runInVain(
                scratch,
                "openssl pkeyutl -verify -rawin -pubin -inkey release.pub -in SHA256SUMS -sigfile SHA256SUMS.sig");
        assertTrue(output.contains("Signature Verification Failure"), output);
    }

    @Test
    void noKeyNoSignature() throws Exception {
        server.set(KEYS, "");
        server.restart();
        assertEquals(404, server.status(SIGNATURE));
        assertEquals(0, server.awaitManifest().path("signatures").size());
    }

    @Test
    void nothingIsSignedBeforeAllDigestsAreKnown() throws Exception {
        try (FileChannel sparse = FileChannel.open(
                server.directory().resolve("rootfs.img"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[1]), (20L << 30) - 1);
        }
        try (Response response = server.get(SIGNATURE)) {
            assertEquals(503, response.code());
            assertTrue(response.header("Retry-After").matches("[1-9][0-9]*"));
        }
    }

    @Test
    void everyKeySignsTheManifestAndTheFirstOneTheSums() throws Exception {
        byte[] byOne = server.awaitBody("/manifest.json");
        server.set(KEYS, scratch.resolve("next.key") + "," + scratch.resolve("release.key"));
        server.restart();
        JsonNode manifest = server.awaitManifest();
        assertEquals(
                List.of(second.id(), first.id()),
                manifest.path("signatures")
                        .valueStream()
                        .map(signature -> signature.path("keyid").asString())
                        .toList());
        assertNotEquals(byOne.length, server.body("/manifest.json").length);
        for (int i = 0; i < 2; i++) {
            run(block("The manifest, with openssl and jq", 0)
                    .replace("signatures[0]", "signatures[" + i + "]")
                    .replace("release.pub", i == 0 ? "next.pub" : "release.pub"));
        }
        run(block("SHA256SUMS, with openssl alone", 0).replace("release.pub", "next.pub"));
    }
}
