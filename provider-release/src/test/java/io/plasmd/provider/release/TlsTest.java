package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class TlsTest {
    private static final byte[] CONTENT = Samples.bytes(3_000_000, 1);
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    private static ExecutorService threads;
    private static HttpsServer server;
    private static Path pem;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("server.p12");
        pem = directory.resolve("server.pem");
        keytool("-genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1 -validity 2", store);
        keytool("-exportcert -rfc -alias server -file " + pem, store);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/a", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT);
            }
        });
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        threads.close();
    }

    private static void keytool(String command, Path store) throws Exception {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = program + " " + command + " -storepass " + PASSWORD + " -keystore " + store;
        assertEquals(0, new ProcessBuilder(line.split(" ", -1)).start().waitFor());
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static RemoteArtifact artifact() {
        return Samples.artifact(
                "rootfs.img",
                CONTENT,
                URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/a"));
    }

    @Test
    void aServerWithACertificateOfItsOwnIsReadWhereThatIsNamed() throws Exception {
        try (BlobVerifier verifier = new BlobVerifier(Samples.patient().withTls(CaCertificates.trusting(pem)))) {
            verifier.verify(artifact(), Progress.NONE);
        }
    }

    /** Another try would be the same, so there is none. */
    @Test
    void anyOtherIsRefused() throws Exception {
        try (BlobVerifier verifier = new BlobVerifier(Samples.patient())) {
            String message = assertThrows(ReleaseException.class, () -> verifier.verify(artifact(), Progress.NONE))
                    .getMessage();
            assertTrue(message.contains("could not prove who it is: "), message);
            assertTrue(message.contains("--ca FILE"), message);
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        Path file = directory.resolve("other.pem");
        assertRefused(file, "no such file");
        Files.writeString(file, "");
        assertRefused(file, "there is no certificate in it");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused(file, "what is in it is no certificate");
        Files.writeString(file, "hello");
        assertRefused(file, "what is in it is no certificate");
    }

    private static void assertRefused(Path file, String why) {
        var e = assertThrows(ReleaseException.class, () -> CaCertificates.trusting(file));
        assertEquals(
                "cannot read certificates from " + file + ": " + why
                        + "; expected a PEM file with -----BEGIN CERTIFICATE-----",
                e.getMessage());
    }
}
