package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client is believed for as long as its authority is, however its connection came about. */
final class ClientTrustTest {
    @TempDir
    private Path scratch;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private TestAuthority authority;
    private TestAuthority others;
    private HeldCertificate machine;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private RunningProvider provider;

    @BeforeEach
    void issue() throws Exception {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("first"));
        machine = authority.issue("machine 7");
        others = new TestAuthority(Files.createDirectory(scratch.resolve("others")));
    }

    private void start(String clientAuth) throws Exception {
        Map<String, String> settings = authority.settings();
        settings.put("provider.http.tls.client-auth", clientAuth);
        settings.put("provider.http.tls.client-ca", authority.authority().toString());
        provider = RunningProvider.start(settings, now::get);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private TlsClient client(String version, HeldCertificate... own) throws Exception {
        return new TlsClient(provider.port("https"), version, own);
    }

    /** Lets in those of another authority, and no others. */
    private void exchangeAuthority() throws IOException {
        TestAuthority.write(authority.authority(), Files.readString(others.authority()));
        awaitReload();
    }

    private void awaitReload() {
        Await.until("the reload", () -> provider.metric("tls_reloads_total").equals(1L));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,required", "TLSv1.3,wanted", "TLSv1.2,required", "TLSv1.2,wanted"})
    void whoseAuthorityIsGoneDoesNotResume(String version, String clientAuth) throws Exception {
        start(clientAuth);
        TlsClient client = client(version, machine);
        assertEquals(404, client.ask());
        assertEquals(404, client.ask());
        assertEquals(List.of("CN=first"), client.shown(), "the second connection was to be resumed");
        exchangeAuthority();
        assertThrows(IOException.class, client::ask);
        assertThrows(IOException.class, client::ask);
        assertEquals(404, client(version, others.issue("machine 8")).ask());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aNewCertificateOfTheServerIsShownToThoseThatResume(String version) throws Exception {
        start("none");
        TlsClient client = client(version);
        assertEquals(404, client.ask());
        assertEquals(404, client.ask());
        authority.install(authority.issue("second"));
        awaitReload();
        assertEquals(404, client.ask());
        assertEquals(404, client.ask());
        assertEquals(List.of("CN=first", "CN=second"), client.shown());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,required", "TLSv1.3,wanted", "TLSv1.2,required", "TLSv1.2,wanted"})
    void aConnectionThatIsKeptEndsWithTheNextRequest(String version, String clientAuth) throws Exception {
        start(clientAuth);
        try (TlsClient.Connection kept = client(version, machine).connect()) {
            assertEquals(404, kept.ask());
            assertEquals(404, kept.ask());
            exchangeAuthority();
            assertEquals(403, kept.ask());
            assertTrue(kept.isAtEnd());
        }
    }

    @Test
    void aConnectionOfThoseWhoAreStillBelievedGoesOn() throws Exception {
        start("wanted");
        try (TlsClient.Connection known = client("TLSv1.3", machine).connect();
                TlsClient.Connection nameless = client("TLSv1.3").connect()) {
            assertEquals(404, known.ask());
            assertEquals(404, nameless.ask());
            TestAuthority.write(
                    authority.authority(),
                    Files.readString(others.authority()) + Files.readString(authority.authority()));
            awaitReload();
            assertEquals(404, known.ask());
            assertEquals(404, nameless.ask());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCertificateThatHasExpiredIsNotBelievedAnyMore(String version) throws Exception {
        start("required");
        TlsClient client = client(version, machine);
        try (TlsClient.Connection kept = client.connect()) {
            assertEquals(404, kept.ask());
            now.set(Instant.now().plus(Duration.ofDays(100)));
            assertEquals(403, kept.ask());
            assertTrue(kept.isAtEnd());
        }
        assertEquals(403, client.ask());
    }

    @Test
    void authoritiesOfTheSameSizeAndTimeAreRead() throws Exception {
        // Written in place, as cp -p does it: all but the time of the change of the file is as before.
        String known = Files.readString(authority.authority());
        String next = Files.readString(others.authority());
        int size = Math.max(known.length(), next.length());
        FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
        writeInPlace(known + "\n".repeat(size - known.length()), time);
        start("required");
        TlsClient client = client("TLSv1.3", machine);
        assertEquals(404, client.ask());
        writeInPlace(next + "\n".repeat(size - next.length()), time);
        awaitReload();
        assertThrows(IOException.class, client::ask);
    }

    private void writeInPlace(String text, FileTime time) throws IOException {
        Files.writeString(authority.authority(), text);
        Files.setLastModifiedTime(authority.authority(), time);
    }
}
