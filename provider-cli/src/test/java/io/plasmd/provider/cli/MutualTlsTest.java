package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a server which wants to see a certificate of each client. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class MutualTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path scratch;

    private HttpsServer server;
    private ExecutorService threads;
    private String url;
    private String key;

    @BeforeEach
    void start() throws Exception {
        pair("server", "-ext san=ip:127.0.0.1");
        pair("client", "");
        Path artifacts = scratch.resolve("artifacts");
        Path kernel = Files.writeString(scratch.resolve("vmlinuz"), "kernel");
        key = CommandRun.of("keygen", scratch.resolve("boot.key").toString())
                .out()
                .strip();
        release("publish", artifacts, "--version", "1", kernel.toString());
        CommandRun manifest = release(
                "manifest",
                artifacts,
                "--sign",
                "--set",
                "provider.endpoints.artifacts.manifest.signing-keys=" + scratch.resolve("boot.key"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new WantingCertificates(context("server", "client")));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/status")) {
                answer(exchange, 200, "{}");
            } else if (path.equals("/stable/x86_64/manifest.json")) {
                answer(exchange, 200, manifest.out());
            } else if (path.endsWith("/vmlinuz") || path.startsWith("/blobs/")) {
                answer(exchange, 200, "kernel");
            } else {
                answer(exchange, 404, "");
            }
        });
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    /** Refuses whoever shows none. */
    private static final class WantingCertificates extends HttpsConfigurator {
        WantingCertificates(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static CommandRun release(String command, Path artifacts, String... more) {
        List<String> all = new ArrayList<>(List.of(command, "--artifacts", artifacts.toString(), "--arch", "x86_64"));
        all.addAll(List.of(more));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private Path file(String name) {
        return scratch.resolve(name);
    }

    /** A certificate that vouches for itself, and its key. */
    private void pair(String name, String extension) throws Exception {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = program + " -genkeypair -alias own -keyalg EC -validity 2 -dname CN=" + name + " -storepass "
                + PASSWORD + " -keystore " + file(name + ".p12") + " " + extension;
        assertEquals(0, new ProcessBuilder(line.strip().split(" ", -1)).start().waitFor());
        KeyStore store = store(name);
        pem(name + ".crt", "CERTIFICATE", store.getCertificate("own").getEncoded());
        pem(
                name + ".key",
                "PRIVATE KEY",
                store.getKey("own", PASSWORD.toCharArray()).getEncoded());
    }

    private void pem(String name, String what, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        Files.writeString(file(name), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private SSLContext context(String own, String trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(own), PASSWORD.toCharArray());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("trusted", store(trusted).getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private CommandRun ask(String command, String... more) {
        List<String> all =
                new ArrayList<>(List.of(command, "--ca", file("server.crt").toString()));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun fetchInto(String artifacts, String... identity) {
        List<String> all =
                new ArrayList<>(List.of("--artifacts", file(artifacts).toString(), "--arch", "x86_64"));
        all.addAll(List.of("--key", key, url));
        all.addAll(List.of(identity));
        return ask("fetch", all.toArray(String[]::new));
    }

    @Test
    void aCertificateOpensTheDoor() throws Exception {
        String certificate = file("client.crt").toString();
        String privateKey = file("client.key").toString();
        CommandRun verify = ask(
                "verify",
                "--arch",
                "x86_64",
                "--key",
                key,
                "--client-cert",
                certificate,
                "--client-key",
                privateKey,
                url);
        assertEquals(0, verify.status(), verify.err());
        CommandRun fetch = fetchInto("mirror", "--client-cert", certificate, "--client-key", privateKey);
        assertEquals(0, fetch.status(), fetch.err());
        assertEquals("kernel", Files.readString(file("mirror/stable/x86_64/vmlinuz")));
        CommandRun status =
                ask("status", "--json", "--client-cert", certificate, "--client-key", privateKey, "--url", url);
        assertEquals(0, status.status(), status.err());
    }

    @Test
    void keyAndCertificateMayBeInOneFile() throws Exception {
        Path both = Files.writeString(
                file("both.pem"), Files.readString(file("client.key")) + Files.readString(file("client.crt")));
        CommandRun fetch = fetchInto("mirror", "--client-cert", both.toString());
        assertEquals(0, fetch.status(), fetch.err());
    }

    @Test
    void whoeverHasNoneIsToldWhatToDo() {
        CommandRun fetch = fetchInto("mirror");
        assertEquals(1, fetch.status());
        assertTrue(fetch.err().contains("name yours with --client-cert FILE"), fetch.err());
        assertEquals(1, ask("status", "--url", url).status());
    }

    @Test
    void aServerOfOnesOwnAuthorityNeedsItsCertificate() {
        for (String command : new String[] {"status", "list"}) {
            CommandRun run = CommandRun.of(command, "--url", url);
            assertEquals(1, run.status());
            assertTrue(run.err().contains("it could not prove who it is: "), run.err());
            assertTrue(run.err().contains("name the authority's certificate with --ca FILE"), run.err());
            assertFalse(run.err().contains("Exception"), run.err());
        }
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        CommandRun alone =
                fetchInto("mirror", "--client-key", file("client.key").toString());
        assertEquals(2, alone.status());
        assertTrue(alone.err().contains("name the certificate too, with --client-cert"), alone.err());
        CommandRun other = fetchInto(
                "mirror",
                "--client-cert",
                file("client.crt").toString(),
                "--client-key",
                file("server.key").toString());
        assertEquals(1, other.status());
        assertTrue(other.err().contains("it is not the key of the certificate " + file("client.crt")), other.err());
        CommandRun missing =
                fetchInto("mirror", "--client-cert", file("none.crt").toString());
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains(file("none.crt") + ": there is no such file"), missing.err());
    }
}
