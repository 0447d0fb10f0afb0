package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people are shown of the certificate for HTTPS. */
final class CertificateOnPageTest {
    @TempDir
    private Path files;

    @SuppressWarnings("NullAway.Init") // each test starts it, with settings of its own
    private BootServer server;

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private JsonNode tls() throws IOException {
        try (Response response = server.provider().get("/status")) {
            return JsonMapper.shared().readTree(response.body().bytes()).path("tls");
        }
    }

    @Test
    void itIsShownWithItsEndAndWithWhyANewOneIsNotTaken() throws Exception {
        var authority = new TestAuthority(files);
        authority.install(authority.issue("rack-7.example"));
        server = new BootServer(authority.settings());
        String page = server.html();
        assertTrue(page.contains("<bdi>CN=rack-7.example</bdi><span class=\"muted\">expires in 89\u00a0d"), page);
        assertTrue(page.contains("https://127.0.0.1:" + server.provider().port("https") + "/"), page);
        assertFalse(tls().has("reload_refused"), () -> page);

        Files.writeString(authority.certificate(), "nonsense");
        server.awaitOnPage("The new certificate is not taken: " + authority.certificate());
        assertTrue(tls().path("reload_refused").asString("").contains(authority.certificate() + ": "));

        authority.install(authority.issue("next.example"));
        // Not in the words about a pair of which only half has been written.
        server.awaitOnPage("<bdi>CN=next.example</bdi>");
        assertFalse(server.html().contains("is not taken"));
        assertFalse(tls().has("reload_refused"));
    }

    /** As early as the alert of docs/prometheus-rules.yml. */
    @Test
    void oneThatEndsSoonIsSeenAtTheTop() throws Exception {
        var authority = new TestAuthority(files);
        authority.install(authority.issue("rack-7.example", Instant.now().plus(Duration.ofDays(13))));
        server = new BootServer(authority.settings());
        String page = server.html();
        assertTrue(page.contains("<p class=\"warning\">The certificate of HTTPS expires in 12\u00a0d"), page);
        assertTrue(page.contains("<span class=\"verdict\">expires in 12\u00a0d"), page);
        assertTrue(page.contains("Renew it and put it in place"), page);
    }

    @Test
    void aServerOfPlainHttpOnlyHasNothingToShow() throws Exception {
        server = new BootServer(Map.of());
        assertFalse(server.html().contains("Addresses"));
        assertEquals(true, tls().isMissingNode());
    }
}
