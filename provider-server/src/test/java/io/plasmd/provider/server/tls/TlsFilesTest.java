package io.plasmd.provider.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.Programs;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.TestAuthority;
import io.plasmd.provider.server.TrialStart;
import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a certificate as they are found at the start. */
final class TlsFilesTest {
    @TempDir
    private Path scratch;

    private TestAuthority authority;

    @BeforeEach
    void issue() {
        authority = new TestAuthority(scratch);
        authority.install(authority.issue("boot server"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY",
                "genrsa -traditional -out KEY 2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY",
                "ecparam -genkey -name prime256v1 -out KEY",
                "ecparam -genkey -name secp384r1 -noout -out KEY",
                "genpkey -algorithm ED25519 -out KEY"
            })
    void everyKindOfKeyThatOpensslWritesServes(String command) throws Exception {
        openssl(command.replace("KEY", authority.key().toString()));
        openssl("req -x509 -new -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -days 30 -key "
                + authority.key() + " -out " + authority.certificate());
        try (var provider = RunningProvider.start(authority.settings())) {
            String said = openssl(
                    "s_client -connect 127.0.0.1:" + provider.port("https") + " -CAfile " + authority.certificate());
            assertTrue(said.contains("Verify return code: 0 (ok)"), said);
        }
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Map<String, String> settings = authority.settings();
        settings.put("provider.http.tls.port", "-1");
        settings.put("provider.http.tls.reload-interval", "0s");
        settings.put("provider.http.tls.client-auth", "maybe");
        settings.put("provider.http.tls.key", "");
        settings.put("provider.http.operations.bind", "no such host");
        settings.put("provider.http.operations.port", "65536");
        settings.put("provider.http.operations.paths", "[status]");
        String message = failure(settings);
        for (String expected : List.of(
                "provider.http.tls.port = -1: expected a whole number",
                "provider.http.tls.reload-interval = 0s: expected a duration above zero",
                "provider.http.tls.client-auth = maybe: expected none, wanted or required",
                "there is no provider.http.tls.key to it",
                "provider.http.operations.bind = no such host: expected an address of this machine",
                "provider.http.operations.port = 65536: expected a whole number",
                "\"status\" is no path such as /status or /admin/*")) {
            assertTrue(message.contains(expected), message);
        }
    }

    @Test
    void requiredCertificatesOfClientsNeedAnAuthority() {
        Map<String, String> settings = authority.settings();
        settings.put("provider.http.tls.client-auth", "required");
        assertTrue(failure(settings).contains("there is no provider.http.tls.client-ca"));
    }

    @Test
    void aFileThatIsMissingIsNamedWithItsSetting() throws Exception {
        Files.delete(authority.certificate());
        assertEquals(
                "test: provider.http.tls.certificate = " + authority.certificate() + ": there is no such file",
                failure(authority.settings()));
    }

    @Test
    void aKeyOfAnotherCertificateIsSaidSo() {
        TestAuthority.write(authority.key(), authority.issue("another").privateKeyPkcs8Pem());
        String message = failure(authority.settings());
        assertTrue(
                message.contains("provider.http.tls.key = " + authority.key()
                        + ": it is not the key of the certificate " + authority.certificate()),
                message);
    }

    @Test
    void anEncryptedKeyComesWithTheCommandThatDecryptsIt() throws Exception {
        openssl("genrsa -aes128 -passout pass:secret -out " + authority.key() + " 2048");
        String message = failure(authority.settings());
        assertTrue(message.contains("is encrypted; to decrypt it: openssl pkey -in " + authority.key()), message);
    }

    @Test
    void damagedFilesAreSaidSo() {
        TestAuthority.write(authority.key(), "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n");
        assertTrue(failure(authority.settings()).contains("the private key in it is damaged"));
        TestAuthority.write(authority.certificate(), "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
        assertTrue(failure(authority.settings()).contains("certificate 1 in it is damaged"));
    }

    @Test
    void aTrialStartSaysItToo() {
        TestAuthority.write(authority.certificate(), "");
        var failure = assertThrows(
                StartException.class, () -> TrialStart.run(preparation(authority.settings()), Clock.systemUTC()));
        assertEquals(ExitStatus.WRONG_USAGE, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains("there is no certificate in it"));
    }

    @Test
    void aTrialStartOfAGoodPairFindsNothing() throws Exception {
        TrialStart.run(preparation(authority.settings()), Clock.systemUTC());
    }

    @Test
    void anExpiredCertificateIsServedAllTheSame() throws Exception {
        authority.install(authority.issue("old", Instant.now().minus(Duration.ofDays(1))));
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(authority.settings())) {
            Await.until("the warning", () -> log.count("the certificate for HTTPS has expired at") == 1);
            try (Response response = provider.get("/nothing")) {
                assertEquals(404, response.code());
            }
        }
    }

    @Test
    void aKeyThatOthersCanReadIsWarnedOf() throws Exception {
        Files.setPosixFilePermissions(authority.key(), PosixFilePermissions.fromString("rw-r--r--"));
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(authority.settings())) {
            assertEquals(1, log.count("others can read the private key " + authority.key()), log.text());
            assertTrue(provider.port("https") > 0);
        }
    }

    @Test
    void aKeyThatOnlyTheGroupOfTheServerCanReadIsNotWarnedOf() throws Exception {
        Files.setPosixFilePermissions(authority.key(), PosixFilePermissions.fromString("rw-r-----"));
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(authority.settings())) {
            assertEquals(0, log.count("others can read the private key"), log.text());
            assertTrue(provider.port("https") > 0);
        }
    }

    @Test
    void aTakenPortIsNamedWithItsSettings() throws Exception {
        try (var other = RunningProvider.start(Map.of())) {
            Map<String, String> settings = authority.settings();
            settings.put("provider.http.tls.port", Integer.toString(other.port()));
            String message = failure(settings);
            assertTrue(message.startsWith("cannot listen on 127.0.0.1:" + other.port()), message);
            assertTrue(message.contains("provider.http.tls.port (0 picks a free one)"), message);
        }
    }

    @Test
    void clientsGetTheWholeChain() throws Exception {
        try (var provider = RunningProvider.start(authority.settings());
                Response response = authority
                        .client()
                        .newCall(new Request.Builder()
                                .url("https://127.0.0.1:" + provider.port("https") + "/")
                                .build())
                        .execute()) {
            assertEquals(404, response.code());
        }
    }

    private static Preparation preparation(Map<String, String> settings) {
        List<Settings.Setting> all = new ArrayList<>();
        settings.forEach((key, value) -> all.add(new Settings.Setting(key, value, "test")));
        return Preparation.of(new ConfigurationSources(new Settings(all), Map.of(), null), null);
    }

    private static String failure(Map<String, String> settings) {
        return String.valueOf(assertThrows(
                        StartException.class,
                        () -> RunningProvider.start(settings).close())
                .getMessage());
    }

    private static String openssl(String arguments) throws Exception {
        Programs.require("openssl", "openssl");
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ", -1)));
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        openssl.getOutputStream().close();
        String said = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(openssl.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, openssl.exitValue(), said);
        return said;
    }
}
