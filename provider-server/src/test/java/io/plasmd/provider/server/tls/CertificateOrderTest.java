package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.TestAuthority;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates in files stand in any order; they go out as RFC 5246, section 7.4.2 wants them. */
final class CertificateOrderTest {
    @TempDir
    private Path scratch;

    private final HeldCertificate root = new HeldCertificate.Builder()
            .commonName("root")
            .certificateAuthority(2)
            .build();
    private final HeldCertificate outer = authority("outer", root);
    private final HeldCertificate inner = authority("inner", outer);
    private final HeldCertificate leaf = server("leaf", inner);
    private final HeldCertificate stranger = new HeldCertificate.Builder()
            .commonName("stranger")
            .certificateAuthority(0)
            .build();

    private static HeldCertificate authority(String name, HeldCertificate issuer) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(1)
                .signedBy(issuer)
                .build();
    }

    private static HeldCertificate server(String name, HeldCertificate issuer) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(issuer)
                .build();
    }

    private Path certificate() {
        return scratch.resolve("server.crt");
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "provider.http.tls.certificate",
                certificate().toString(),
                "provider.http.tls.key",
                scratch.resolve("server.key").toString(),
                "provider.http.tls.port",
                "0",
                "provider.http.tls.reload-interval",
                "20ms"));
    }

    private void write(String names) {
        Map<String, HeldCertificate> all =
                Map.of("root", root, "outer", outer, "inner", inner, "leaf", leaf, "stranger", stranger);
        TestAuthority.write(
                certificate(),
                Arrays.stream(names.split(" ", -1))
                        .map(name -> Objects.requireNonNull(all.get(name)).certificatePem())
                        .collect(Collectors.joining()));
        TestAuthority.write(scratch.resolve("server.key"), leaf.privateKeyPkcs8Pem());
    }

    private String sent(RunningProvider provider) throws Exception {
        HandshakeCertificates believed = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(believed.sslSocketFactory(), believed.trustManager())
                .callTimeout(Duration.ofSeconds(60))
                .build();
        try (Response response = client.newCall(new Request.Builder()
                        .url("https://127.0.0.1:" + provider.port("https") + "/nothing")
                        .build())
                .execute()) {
            List<Certificate> chain =
                    Objects.requireNonNull(response.handshake()).peerCertificates();
            return chain.stream()
                    .map(one ->
                            ((X509Certificate) one).getSubjectX500Principal().getName())
                    .collect(Collectors.joining(" "));
        } finally {
            client.connectionPool().evictAll();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "leaf inner outer",
        "leaf inner outer root",
        "root outer inner leaf",
        "inner leaf outer",
        "leaf root outer inner",
        "leaf leaf inner outer inner",
        "outer root leaf inner root leaf"
    })
    void anyOrderIsSorted(String file) throws Exception {
        write(file);
        try (var provider = RunningProvider.start(settings())) {
            String sent = sent(provider);
            assertTrue(sent.startsWith("CN=leaf CN=inner CN=outer"), sent);
        }
    }

    @Test
    void whatHasNothingToDoWithItIsNamed() {
        write("leaf inner stranger");
        var refused = assertThrows(
                StartException.class, () -> RunningProvider.start(settings()).close());
        String message = String.valueOf(refused.getMessage());
        assertEquals(ExitStatus.WRONG_USAGE, refused.status());
        assertTrue(
                message.contains(
                        certificate() + ": the certificate of CN=stranger in it has nothing to do with CN=leaf,"
                                + " whose chain ends with one that CN=outer has issued"),
                message);
        assertFalse(message.contains("Exception"), message);
    }

    @Test
    void aRenewalThatIsSortedIsTakenAndOneThatIsRefusedCounts() throws Exception {
        write("leaf inner outer");
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(settings())) {
            write("leaf stranger");
            Await.until(
                    "it is refused",
                    () -> provider.metric("tls_reloads_refused_total").equals(1L));
            assertTrue(sent(provider).startsWith("CN=leaf CN=inner CN=outer"));
            assertEquals(1, log.count("has nothing to do with CN=leaf"), log::text);
            write("outer inner leaf");
            Await.until(
                    "it is taken", () -> provider.metric("tls_reloads_total").equals(1L));
            assertTrue(sent(provider).startsWith("CN=leaf CN=inner CN=outer"));
            assertEquals(1, log.count("is not taken"), log::text);
            assertFalse(log.text().contains("Exception"), log::text);
        }
    }

    @Test
    void oneThatIsNotValidYetIsServedWithALineThatSaysSo() throws Exception {
        var authority = new TestAuthority(scratch);
        authority.install(authority.issue("early", Instant.now().plus(Duration.ofDays(92))));
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(authority.settings())) {
            Await.until("the line", () -> log.count("is valid only from") == 1);
            assertTrue(provider.port("https") > 0);
        }
    }
}
