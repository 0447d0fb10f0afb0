package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that show certificates of their own. */
final class ClientCertificateTest {
    @TempDir
    private Path scratch;

    private TestAuthority authority;
    private TestAuthority strangers;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    @BeforeEach
    void issue() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("boot server"));
        strangers = new TestAuthority(Files.createDirectory(scratch.resolve("strangers")));
    }

    private void start(String clientAuth) throws Exception {
        Map<String, String> settings = authority.settings();
        settings.put("provider.http.tls.client-auth", clientAuth);
        settings.put("provider.http.tls.client-ca", authority.authority().toString());
        provider = RunningProvider.start(settings);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private int ask(HeldCertificate... own) throws IOException {
        OkHttpClient client = authority.client(own);
        try (Response response = client.newCall(new Request.Builder()
                        .url("https://127.0.0.1:" + provider.port("https") + "/nothing")
                        .build())
                .execute()) {
            return response.code();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private void assertRefused(HeldCertificate... own) {
        long before = failures();
        assertThrows(IOException.class, () -> ask(own));
        Await.until("the failure to be counted", () -> failures() > before);
    }

    private long failures() {
        return ((Number) Objects.requireNonNull(
                        ((Map<?, ?>) provider.metric("tls_handshakes_failed_total")).get("client_certificate")))
                .longValue();
    }

    @Test
    void requiredMeansNoAnswerWithoutOne() throws Exception {
        start("required");
        assertRefused();
        assertRefused(strangers.issue("machine 7"));
        assertEquals(404, ask(authority.issue("machine 7")));
        try (Response plain = provider.get("/nothing")) {
            assertEquals(404, plain.code());
        }
    }

    @Test
    void wantedMeansThatThoseThatComeAreGood() throws Exception {
        start("wanted");
        assertEquals(404, ask());
        assertEquals(404, ask(authority.issue("machine 7")));
        assertRefused(strangers.issue("machine 7"));
    }

    @Test
    void anotherAuthorityIsTakenWithoutARestart() throws Exception {
        start("required");
        assertRefused(strangers.issue("machine 7"));
        TestAuthority.write(authority.authority(), Files.readString(strangers.authority()));
        Await.until("the reload", () -> provider.metric("tls_reloads_total").equals(1L));
        assertEquals(404, ask(strangers.issue("machine 7")));
        assertRefused(authority.issue("machine 7"));
    }
}
