package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.configuration.EffectiveSetting;
import io.plasmd.provider.server.configuration.Secrets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is printed, wherever it stands and whatever is wrong with it. */
final class SecretsTest {
    private static final String KEY = "provider.endpoints.x.";
    private static final String TYPES = """
            provider.endpoints.x {
              password = "", api-token = "", private-key = 1, auth = 1, credentials { user = "", lifetime = 1s }
              users = [], upstream = 1s, number = 1
            }""";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = [hunter2]",
                "password = { x = hunter2 }",
                "password { deep = [[{ y = hunter2 }]] }",
                "api-token = [{ a = hunter2 }]",
                "private-key = hunter2",
                "auth = hunter2",
                "auth = { user = ann, value = hunter2 }",
                "credentials = hunter2",
                "credentials.lifetime = hunter2",
                "users = { ann { passwd = hunter2 } }",
                "number = [{ secret-key = hunter2, access_key = hunter2, dbPassword = hunter2 }]",
                "upstream = \"http://ann:hunter2@boot.example/\"",
                "upstream = \"http://hunter2@boot.example/\"",
                "upstream = \"http://boot.example/?a=b&token=hunter2\"",
                "number = [\"https://ann:hunter2@boot.example/\"]",
            })
    void aMessageAboutAValueOfTheWrongKindHidesIt(String line) {
        List<String> problems = new Layers()
                .reference(TYPES)
                .file(scratch.resolve("provider.conf"), KEY + line)
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("expected"), problems.toString());
        assertFalse(problems.toString().contains("hunter2"), problems.toString());
    }

    @Test
    void soDoMessagesAboutOptionsAndVariables() {
        List<String> problems = new Layers()
                .reference(TYPES)
                .option(KEY + "private-key", "hunter2")
                .variable("PROVIDER_ENDPOINTS_X_AUTH", "hunter2")
                .option("provider.http.trusted-proxies", "http://ann:hunter2@boot.example")
                .option("provider.http.bind", "http://ann:hunter2@boot.example")
                .option(KEY + "password-hunter", "hunter2")
                .problems();
        assertEquals(5, problems.size(), problems.toString());
        assertFalse(problems.toString().contains("hunter2"), problems.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "password, true",
        "db-password, true",
        "passwd, true",
        "secret-key, true",
        "secretKey, true",
        "SECRET_KEY, true",
        "aws.access-key, true",
        "private-key, true",
        "privatekey, true",
        "auth, true",
        "basic-auth, true",
        "basicAuth, true",
        "auth.user, true",
        "tokens, true",
        "credentials.user, true",
        "api_key, true",
        "provider.http.tls.key, false",
        "provider.http.tls.client-auth, false",
        "provider.endpoints.artifacts.manifest.signing-keys, false",
        "provider.endpoints.artifacts.trusted-keys, false",
        "private-key-file, false",
        "password-file, false",
        "token-lifetime, false",
        "bypass, false",
        "compass, false",
        "author, false",
    })
    void aSecretIsToldByItsName(String key, boolean secret) {
        assertEquals(secret, Secrets.isSecret(key));
    }

    @Test
    void noKeyOfTheHostIsTakenForASecret() {
        for (String key : new Layers().read().keys().defaults().keySet()) {
            assertFalse(Secrets.isSecret(key), key);
        }
    }

    @Test
    void theConfigurationInForceHidesThemInEveryShape() {
        Path file = scratch.resolve("provider.conf");
        var config = new Layers()
                .reference(TYPES)
                .reference("provider.endpoints.x.roles = []")
                .file(file, """
                        provider.endpoints.x {
                          password = hunter2
                          users = [{ name = ann, passwd = hunter2 }, [{ "access-key" : [hunter2] }], "ftp://ann:hunter2@x/y"]
                          roles = ["https://hunter2@x/", "https://x/?api_key=hunter2&b=c"]
                        }""")
                .read()
                .config();
        String all = EffectiveSetting.of(config).toString();
        assertFalse(all.contains("hunter2"), all);
        assertTrue(all.contains("ann") && all.contains("ftp://********@x/y") && all.contains("b=c"), all);
    }

    /** Of a secret of Kubernetes in a variable that wants the name of its file. */
    @Test
    void aPrivateKeyIsToldByItsOwnText() {
        String key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIKcwucfo\n-----END PRIVATE KEY-----\n";
        assertEquals("a ********\n: b", Secrets.masked("a " + key + ": b"));
        assertEquals("a ********", Secrets.masked("a " + key.substring(0, 50) + "…"));
        assertEquals("********?", Secrets.masked(key.replace("\n", "?").replace("PRIVATE", "EC PRIVATE")));
        var config = new Layers()
                .reference("provider.endpoints.x.keys = []")
                .file(scratch.resolve("provider.conf"), "provider.endpoints.x.keys = [\"\"\"" + key + "\"\"\"]")
                .read()
                .config();
        String all = EffectiveSetting.of(config).toString();
        assertFalse(all.contains("MC4CAQAw"), all);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hunter2?@h/, postgres://********@h/",
        "ftp://u:p/ss@hunter2@h/, ftp://********@h/",
        "see http://u:#hunter2@h:80/x?y now, see http://********@h:80/x?y now",
        "http://h:80/a@b, http://h:80/a@b",
        "http://[::1]:80/a@b, http://[::1]:80/a@b",
        "http://h/?mail=a@b, http://h/?mail=a@b",
    })
    void thePasswordOfAUrlMayHoldAnything(String text, String shown) {
        assertEquals(shown, Secrets.masked(text));
    }

    @Test
    void aTextWithoutSecretsStaysAsItIs() {
        String text = "cannot ask http://127.0.0.1:8080/status?a=b: see mail@example.org";
        assertEquals(text, Secrets.masked(text));
    }
}
