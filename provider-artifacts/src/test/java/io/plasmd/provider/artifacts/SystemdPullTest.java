package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.server.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd-pull, with its verification on, as it is by default: of Debian's package systemd-container. */
final class SystemdPullTest {
    private static final Path PULL = Path.of("/usr/lib/systemd/systemd-pull");

    @TempDir
    private Path scratch;

    private ArtifactServer server;
    private Publishing publishing;
    private HttpServer between;

    @BeforeEach
    void start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can give systemd-pull a key");
        requirePull();
        Programs.require("unshare", "util-linux");
        Programs.require("gpg", "gpg");
        KeyFiles.generate(scratch.resolve("release.key"), scratch.resolve("release.pub"));
        KeyFiles.generate(scratch.resolve("other.key"), scratch.resolve("other.pub"));
        Files.createDirectory(scratch.resolve("images"));
        server = new ArtifactServer(Map.of(
                "provider.endpoints.artifacts.manifest.signing-keys",
                scratch.resolve("release.key").toString()));
        publishing = new Publishing(server, 3);
        publish("1");
        between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        between.createContext("/", this::passOnWithOneByteChanged);
        between.start();
    }

    private static void requirePull() {
        if (!Files.isExecutable(PULL)) {
            String message = PULL + " is not there; the Debian package systemd-container brings it";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort("skipped: " + message);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            between.stop(0);
            server.close();
        }
    }

    private void publish(String version) throws Exception {
        int size = 100_000 + Integer.parseInt(version);
        publishing.publish(
                version, Map.of("vmlinuz", ArtifactServer.bytes(1000), "rootfs.img", ArtifactServer.bytes(size)));
        server.awaitBody("/stable/x86_64/SHA256SUMS.gpg");
    }

    private static byte[] image(String version) {
        return ArtifactServer.bytes(100_000 + Integer.parseInt(version));
    }

    private String url(String path) {
        return server.provider().url(path);
    }

    /** The keyring of the machine is another one for this program alone. */
    private static String command(String key, String arguments) {
        return "unshare --mount sh -ec '"
                + "for ring in /lib /etc; do ring=$ring/systemd/import-pubring.gpg;"
                + " if [ -e $ring ]; then mount --bind " + key + ".pgp $ring; fi; done;"
                + " exec timeout 60 " + PULL + " --image-root=images --sync=no --settings=no --roothash=no --verity=no"
                + " --roothash-signature=no " + arguments + "'";
    }

    private void assertPulled(String version, String url) throws Exception {
        String said = Shell.run(scratch, command("release", "--verify=signature --force raw " + url + " image"));
        assertTrue(said.contains("Signature verification succeeded"), said);
        assertArrayEquals(image(version), Files.readAllBytes(scratch.resolve("images/image.raw")));
        Shell.run(scratch, "chattr -i images/* 2>&1 || true; rm -f images/* images/.raw-*");
    }

    @Test
    void aVersionIsInstalledThenUpdated() throws Exception {
        assertPulled("1", url("/stable/x86_64/rootfs.img"));
        publish("2");
        assertPulled("2", url("/stable/x86_64/rootfs.img"));
        assertPulled("1", url("/releases/stable/x86_64/1/rootfs.img"));
        assertPulled("2", url("/releases/stable/x86_64/2/rootfs.img"));
    }

    /** What systemd-sysupdate runs: the sums first, with their signature, then a file by the digest that they name. */
    @Test
    void theSumsArePulledAsSystemdSysupdateDoes() throws Exception {
        Path sums = scratch.resolve("sums");
        for (String directory : new String[] {"/stable/x86_64/", "/releases/stable/x86_64/1/"}) {
            Files.deleteIfExists(sums);
            Shell.run(
                    scratch,
                    command(
                            "release",
                            "--direct --verify=signature raw " + url(directory + "SHA256SUMS") + " " + sums));
            assertArrayEquals(server.body(directory + "SHA256SUMS"), Files.readAllBytes(sums));
            Path file = scratch.resolve("file");
            Files.deleteIfExists(file);
            String digest = ArtifactServer.sha256(image("1"));
            Shell.run(
                    scratch,
                    command(
                            "release",
                            "--direct --verify=" + digest + " raw " + url(directory + "rootfs.img") + " " + file));
            assertArrayEquals(image("1"), Files.readAllBytes(file));
        }
        Shell.runInVain(
                scratch,
                command(
                        "other",
                        "--direct --verify=signature raw " + url("/stable/x86_64/SHA256SUMS") + " "
                                + scratch.resolve("no")));
    }

    @Test
    void anotherKeyAndAChangedByteAreRefused() throws Exception {
        String url = url("/releases/stable/x86_64/1/rootfs.img");
        Shell.runInVain(scratch, command("other", "--verify=signature raw " + url + " image"));
        String changed = "http://127.0.0.1:" + between.getAddress().getPort() + "/releases/stable/x86_64/1/";
        Shell.runInVain(scratch, command("release", "--verify=signature raw " + changed + "rootfs.img image"));
        assertFalse(Files.exists(scratch.resolve("images/image.raw")));
        Path sums = scratch.resolve("sums");
        Shell.runInVain(
                scratch, command("release", "--direct --verify=signature raw " + changed + "SHA256SUMS " + sums));
    }

    /** The sums where they are asked for, else the image; signatures pass as they are. */
    private void passOnWithOneByteChanged(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        try (exchange;
                Response response = server.get(path, "User-Agent", agent == null ? "" : agent)) {
            byte[] body = response.body().bytes();
            if (path.endsWith("rootfs.img") || path.endsWith("SHA256SUMS")) {
                body[body.length / 2] ^= 1;
            }
            exchange.sendResponseHeaders(response.code(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
