package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.Programs;
import io.plasmd.provider.server.RawHttp;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS beside plain HTTP: who gets through the handshake, and who does not. */
final class HttpsTest {
    @TempDir
    private Path scratch;

    private TestAuthority authority;
    private RunningProvider provider;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("boot server"));
        provider = RunningProvider.start(authority.settings());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private Request request(String path) {
        return new Request.Builder()
                .url("https://127.0.0.1:" + provider.port("https") + path)
                .build();
    }

    @Test
    void bothPortsAnswerTheSame() throws Exception {
        try (Response plain = provider.get("/nothing");
                Response secure =
                        authority.client().newCall(request("/nothing")).execute()) {
            assertEquals(404, secure.code());
            assertEquals(plain.body().string(), secure.body().string());
            assertEquals(
                    TlsVersion.TLS_1_3,
                    Objects.requireNonNull(secure.handshake()).tlsVersion());
            assertEquals(null, secure.header("Strict-Transport-Security"));
        }
    }

    @Test
    void aKeptConnectionIsCountedOnceAndUnderTheSameLimits() throws Exception {
        OkHttpClient client = authority.client();
        for (int i = 0; i < 3; i++) {
            client.newCall(request("/nothing")).execute().close();
        }
        assertEquals(1L, provider.metric("tls_handshakes_total"));
        assertEquals(1L, provider.metric("active_connections"));
        client.connectionPool().evictAll();
        Await.until(
                "it to be closed", () -> provider.metric("active_connections").equals(0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void versionsThatAreSafeAreSpoken(String version) throws Exception {
        String said = openssl(version);
        assertTrue(said.contains("Verify return code: 0 (ok)"), said);
        assertTrue(said.contains("HTTP/1.1 404"), said);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing_in_common, -tls1_1 -cipher ALL:@SECLEVEL=0",
        "nothing_in_common, -tls1 -cipher ALL:@SECLEVEL=0",
        "nothing_in_common, -tls1_2 -cipher AES128-GCM-SHA256",
        "nothing_in_common, -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA",
        "nothing_in_common, -tls1_2 -cipher aNULL:@SECLEVEL=0"
    })
    void whatIsNotSafeIsRefusedAndCounted(String reason, String options) throws Exception {
        String said = openssl(options.split(" ", -1));
        assertFalse(said.contains("HTTP/1.1"), said);
        Await.until("the failure to be counted", () -> failures(reason) == 1);
    }

    @Test
    void aServerIsFoundByAnyNameOrNone() throws Exception {
        for (String[] options :
                List.of(new String[] {"-noservername"}, new String[] {"-servername", "elsewhere.org"})) {
            String said = openssl(options);
            assertTrue(said.contains("HTTP/1.1 404"), said);
        }
    }

    @Test
    void plainHttpOnThePortOfHttpsIsCounted() throws Exception {
        try (var raw = new RawHttp(provider.port("https"))) {
            raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertFalse(new String(raw.readToEnd(), StandardCharsets.ISO_8859_1).startsWith("HTTP"));
        }
        Await.until("the failure to be counted", () -> failures("not_tls") == 1);
    }

    @Test
    void aClientThatDoesNotBelieveTheCertificateIsCounted() throws Exception {
        OkHttpClient stranger = new OkHttpClient();
        try (Response response = stranger.newCall(request("/")).execute()) {
            throw new AssertionError("it was answered " + response.code());
        } catch (IOException e) {
            Await.until("the failure to be counted", () -> failures("refused_by_client") == 1);
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsCutOff() throws Exception {
        provider.close();
        Map<String, String> settings = authority.settings();
        settings.put("provider.limits.header-timeout", "300ms");
        provider = RunningProvider.start(settings);
        try (var silent = new RawHttp(provider.port("https"));
                var halfway = new RawHttp(provider.port("https"))) {
            halfway.send("\u0016\u0003\u0001\u0002\u0000\u0001");
            assertEquals(0, silent.readToEnd().length);
            assertEquals(0, halfway.readToEnd().length);
        }
        assertEquals(0L, provider.metric("tls_handshakes_total"));
    }

    @Test
    void theCertificateIsDescribed() throws Exception {
        long expiry = ((Number) provider.metric("tls_certificate_expiry_timestamp_seconds")).longValue();
        assertTrue(expiry > System.currentTimeMillis() / 1000 + 89 * 86_400, () -> "" + expiry);
        assertNotEquals(provider.port(), provider.port("https"));
    }

    private long failures(String reason) {
        return ((Number) Objects.requireNonNull(
                        ((Map<?, ?>) provider.metric("tls_handshakes_failed_total")).get(reason)))
                .longValue();
    }

    /** One request by {@code openssl s_client}. */
    private String openssl(String... options) throws Exception {
        Programs.require("openssl", "openssl");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + provider.port("https"),
                "-CAfile",
                authority.authority().toString(),
                "-ign_eof"));
        command.addAll(List.of(options));
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = openssl.getOutputStream()) {
            in.write("GET /nothing HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It ended before it had read the request: the handshake failed.
        }
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(openssl.waitFor(20, TimeUnit.SECONDS));
        return said;
    }
}
