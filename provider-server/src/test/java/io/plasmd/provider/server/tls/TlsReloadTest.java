package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are exchanged while the server runs, and only by such as can be used. */
final class TlsReloadTest {
    @TempDir
    private Path scratch;

    private final CapturedLog log = new CapturedLog();
    private TestAuthority authority;
    private RunningProvider provider;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("first"));
        provider = RunningProvider.start(authority.settings());
    }

    @AfterEach
    void stop() {
        provider.close();
        log.close();
    }

    /** On a connection of its own. */
    private String subject() throws IOException {
        OkHttpClient client = authority.client();
        try (Response response = client.newCall(new Request.Builder()
                        .url("https://127.0.0.1:" + provider.port("https") + "/nothing")
                        .build())
                .execute()) {
            var certificate = (X509Certificate) Objects.requireNonNull(response.handshake())
                    .peerCertificates()
                    .getFirst();
            return certificate.getSubjectX500Principal().getName();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private void awaitSubject(String name) {
        Await.until("certificate " + name, () -> subject().equals("CN=" + name));
    }

    @Test
    void aNewPairIsTaken() throws Exception {
        assertEquals("CN=first", subject());
        authority.install(authority.issue("second"));
        awaitSubject("second");
        assertEquals(1L, provider.metric("tls_reloads_total"));
        assertEquals(0L, provider.metric("tls_reloads_refused_total"));
        assertEquals(1, log.count("INFO TlsReload - new certificate in use for HTTPS: CN=second"), log.text());
    }

    @Test
    void aPairThatIsReachedByAnotherLinkIsTaken() throws Exception {
        // As Kubernetes does: the files are links into a directory, itself a link, which is exchanged.
        Path first = Files.createDirectory(scratch.resolve("first"));
        Path second = Files.createDirectory(scratch.resolve("second"));
        Path data = Files.createSymbolicLink(scratch.resolve("data"), Path.of("first"));
        Files.move(authority.certificate(), first.resolve("server.crt"));
        Files.move(authority.key(), first.resolve("server.key"));
        Files.createSymbolicLink(authority.certificate(), Path.of("data/server.crt"));
        Files.createSymbolicLink(authority.key(), Path.of("data/server.key"));
        HeldCertificate next = authority.issue("second");
        TestAuthority.write(second.resolve("server.crt"), next.certificatePem());
        TestAuthority.write(second.resolve("server.key"), next.privateKeyPkcs8Pem());

        Path link = Files.createSymbolicLink(scratch.resolve("data.next"), Path.of("second"));
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
        awaitSubject("second");
    }

    @Test
    void aBadPairIsRefusedOnceAndThenAGoodOneTaken() throws Exception {
        HeldCertificate second = authority.issue("second");
        TestAuthority.write(authority.certificate(), second.certificatePem());
        awaitRefusal(1);
        assertEquals("CN=first", subject());
        assertEquals(
                1,
                log.count("WARN TlsReload - the new certificate for HTTPS is not taken, the old one stays in use. "
                        + authority.key() + ": it is not the key of the certificate "
                        + authority.certificate() + " (CN=second)"),
                log.text());

        TestAuthority.write(authority.key(), "nonsense");
        awaitRefusal(2);
        assertTrue(log.text().contains(authority.key() + ": there is no private key in it"), log.text());
        assertEquals("CN=first", subject());

        TestAuthority.write(authority.key(), second.privateKeyPkcs8Pem());
        awaitSubject("second");
        assertEquals(2L, provider.metric("tls_reloads_refused_total"));
        assertEquals(2, log.count("WARN TlsReload"), log.text());
    }

    @Test
    void anExpiredOneIsRefused() throws Exception {
        authority.install(authority.issue("old", Instant.now().minus(Duration.ofHours(1))));
        awaitRefusal(1);
        assertEquals("CN=first", subject());
        assertTrue(log.text().contains("the certificate has expired at "), log.text());
    }

    private void awaitRefusal(long number) {
        Await.until(
                "refusal " + number,
                () -> provider.metric("tls_reloads_refused_total").equals(number));
    }

    @Test
    void connectionsThatAreOpenGoOn() throws Exception {
        OkHttpClient client = authority.client();
        var request = new Request.Builder()
                .url("https://127.0.0.1:" + provider.port("https") + "/nothing")
                .build();
        client.newCall(request).execute().close();
        authority.install(authority.issue("second"));
        awaitSubject("second");
        try (Response response = client.newCall(request).execute()) {
            var certificate = (X509Certificate) Objects.requireNonNull(response.handshake())
                    .peerCertificates()
                    .getFirst();
            assertEquals("CN=first", certificate.getSubjectX500Principal().getName());
        }
        client.connectionPool().evictAll();
    }

    @Test
    void theEndIsAnnouncedTwoWeeksAheadAndOnceADay() throws Exception {
        provider.close();
        Instant begin = Instant.now();
        var now = new AtomicReference<>(begin);
        InstantSource clock = now::get;
        authority.install(authority.issue("ending", begin.plus(Duration.ofDays(20))));
        provider = RunningProvider.start(authority.settings(), clock);
        awaitSubject("ending");
        assertEquals(0, log.count("expires at"), log.text());
        for (int days = 6; days <= 8; days++) {
            now.set(begin.plus(Duration.ofDays(days).plusMinutes(days)));
            long warnings = days - 5L;
            Await.until("a warning", () -> log.count("the certificate for HTTPS expires at") == warnings);
        }
        now.set(begin.plus(Duration.ofDays(21)));
        Await.until("a warning", () -> log.count("the certificate for HTTPS has expired at") == 1);
        // Firmware does not look, and an old certificate serves the others no worse than none.
        try (Response plain = provider.get("/nothing")) {
            assertEquals(404, plain.code());
        }
        authority.install(authority.issue("fresh", begin.plus(Duration.ofDays(90))));
        awaitSubject("fresh");
        assertEquals(3, log.count("the certificate for HTTPS expires at"), log.text());
    }

    @Test
    void aServerWithoutHttpsHasNoThreadForIt() throws Exception {
        provider.close();
        provider = RunningProvider.start(Map.of(), Clock.systemUTC());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("tls-files")));
    }
}
