package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page as it goes over the wire. */
final class StatusPageTest {

    @Test
    void scriptsGetJsonAndBrowsersGetThePage() throws Exception {
        try (var server = new BootServer(Map.of())) {
            try (Response json = server.provider().get("/", "Accept", "*/*")) {
                assertEquals("application/json", json.header("Content-Type"));
                assertEquals("Accept", json.header("Vary"));
            }
            try (Response page = server.page()) {
                assertEquals(200, page.code());
                assertEquals(
                        "text/html;charset=utf-8", page.header("Content-Type").toLowerCase(Locale.ROOT));
                assertEquals("Accept", page.header("Vary"));
                assertEquals("no-store", page.header("Cache-Control"));
                assertEquals("nosniff", page.header("X-Content-Type-Options"));
                assertEquals("no-referrer", page.header("Referrer-Policy"));
                String policy = page.header("Content-Security-Policy");
                assertTrue(policy.startsWith("default-src 'none'; "), policy);
                assertFalse(policy.contains("unsafe"), policy);
            }
        }
    }

    @Test
    void namesFromOutsideAreEscaped() throws Exception {
        try (var server = new BootServer(Map.of("provider.name", "<img src=x onerror=alert(1)>\"'&"))) {
            server.put("stable/x86_64/<script>alert(1)<script>.img", 1000, 60);
            // No file name has a slash in it, but a channel with an architecture looks like this.
            server.put("<script>alert(1)</script>.img/vmlinuz", 1000, 60);
            server.put("\"><b>/x86_64/a b#c?d%41.img", 1000, 60);
            server.awaitOnPage("alert(1)&lt;");
            server.awaitOnPage("/%22%3E%3Cb%3E/x86_64/a%20b%23c%3Fd%2541.img");
            String html = server.html();
            assertFalse(html.contains("<script>"), html);
            assertFalse(html.contains("<img"), html);
            assertFalse(html.contains("<b>"), html);
            assertTrue(html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"), html);
        }
    }

    @Test
    void artifactsHaveTheirDigestAndALinkThatWorks() throws Exception {
        try (var server = new BootServer(Map.of())) {
            server.put("stable/x86_64/vmlinuz", 5000, 7200);
            server.awaitOnPage("data-copy=");
            String html = server.html();
            Matcher link =
                    Pattern.compile("href=\"([^\"]+)\" download=\"vmlinuz\"").matcher(html);
            assertTrue(link.find(), html);
            try (Response artifact = server.provider().get(link.group(1))) {
                assertEquals(200, artifact.code());
                assertTrue(html.contains(artifact.header("X-Content-SHA256")), html);
            }
            assertTrue(html.contains("4.88\u00a0KiB"), html);
            assertTrue(html.contains("2\u00a0h ago"), html);
        }
    }

    @Test
    void directoriesFold() throws Exception {
        try (var server = new BootServer(Map.of())) {
            server.put("stable/x86_64/vmlinuz", 1000, 60);
            server.put("stable/x86_64/EFI/BOOT/BOOTX64.EFI", 2000, 60);
            server.put("stable/x86_64/EFI/BOOT/a b#c?<i>.cfg", 3000, 60);
            server.put("stable/x86_64/EFI/\"><b>/x", 4000, 60);
            server.awaitOnPage("4\u00a0files, 9.77\u00a0KiB");
            server.awaitOnPage("data-key=\"EFI/BOOT/\"");
            String html = server.html();
            assertTrue(
                    html.contains("<summary><bdi class=\"name\">EFI/</bdi> <span class=\"muted\">3\u00a0files"), html);
            assertTrue(html.contains("<bdi class=\"name\">&quot;&gt;&lt;b&gt;/</bdi>"), html);
            assertFalse(html.contains("<b>") || html.contains("<i>"), html);
            Matcher links =
                    Pattern.compile("href=\"([^\"]+)\" download=\"([^\"]*)\"").matcher(html);
            Set<String> names = new TreeSet<>();
            while (links.find()) {
                names.add(links.group(2));
                try (Response artifact = server.provider().get(links.group(1))) {
                    assertEquals(200, artifact.code(), links.group(1));
                }
            }
            assertEquals(Set.of("vmlinuz", "BOOTX64.EFI", "a b#c?&lt;i&gt;.cfg", "x"), names);
        }
    }

    @Test
    void anEmptyServerSaysWhereToPutFiles() throws Exception {
        try (var server = new BootServer(Map.of())) {
            assertTrue(server.html().contains("into <code>" + server.root() + "/stable/x86_64/</code>"), server.html());
        }
    }

    @Test
    void downloadsUnderWayAreShown() throws Exception {
        try (var server = new BootServer(Map.of())) {
            server.putSparse("stable/x86_64/rootfs.img", 100_000_000);
            try (var client = new SlowClient(server.provider().port(), "/rootfs")) {
                client.take(1_000_000);
                server.awaitOnPage("<progress aria-label=\"stable/x86_64/rootfs to 127.0.0.1\" max=\"100000000\"");
            }
            server.awaitOnPage("None at the moment");
        }
    }

    @Test
    void filesBeingHashedAreShown() throws Exception {
        try (var server = new BootServer(Map.of("provider.endpoints.artifacts.digest.threads", "1"))) {
            server.putSparse("stable/x86_64/rootfs.img", 4_000_000_000L);
            server.awaitOnPage("Digests being computed");
            server.awaitOnPage("of 3.73\u00a0GiB, ");
        }
    }

    @Test
    void releasesAreShownAndTheCurrentOneMarked() throws Exception {
        try (var server = new BootServer(Map.of())) {
            assertFalse(server.html().contains("Releases"), server.html());
            server.publish("stable", "2026.11.20", Map.of("vmlinuz", 5000));
            server.publish("stable", "2026.11.22", Map.of("vmlinuz", 6000, "board.dtb", 144));
            server.awaitOnPage("Releases<span class=\"count\">2</span>");
            String html = server.html();
            assertTrue(html.contains("<bdi>2026.11.22</bdi> <span class=\"badge\">current</span>"), html);
            assertTrue(html.contains("<bdi>2026.11.20</bdi></span>"), html);
            assertTrue(
                    html.contains("<a href=\"/releases/stable/x86_64/2026.11.20/manifest.json\" class=\"directory\">"
                            + "<bdi>/releases/stable/x86_64/2026.11.20/</bdi></a>"),
                    html);
            assertTrue(html.contains("2\u00a0files, 6.00\u00a0KiB, <time datetime=\""), html);
        }
    }

    @Test
    void theStatusHasReleasesAndManifests() throws Exception {
        try (var server = new BootServer(Map.of())) {
            JsonNode before = artifacts(server);
            assertEquals("[]", before.path("releases").toString());
            assertEquals("[]", before.path("manifests").toString());
            assertEquals("[]", before.path("signing_keys").toString());
            server.publish("edge", "1", Map.of("vmlinuz", 1000));
            server.publish("edge", "2", Map.of("vmlinuz", 2000, "board.dtb", 10));
            Await.until("both releases, and the newer one to be current", () -> {
                JsonNode releases = artifacts(server).path("releases");
                return releases.size() == 2 && releases.get(0).path("current").asBoolean();
            });
            JsonNode newest = artifacts(server).path("releases").get(0);
            JsonNode created = newest.path("created_at");
            assertEquals(
                    "{\"channel\":\"edge\",\"arch\":\"x86_64\",\"version\":\"2\",\"current\":true,\"created_at\":"
                            + created + ",\"size_bytes\":2010,\"files\":2}",
                    newest.toString());
            assertFalse(
                    artifacts(server).path("releases").get(1).path("current").asBoolean());
            assertEquals(2, artifacts(server).path("available").size());
            assertEquals(2010, artifacts(server).path("total_size_bytes").asLong());

            JsonNode manifest = json(server, "/edge/x86_64/manifest.json");
            JsonNode known = artifacts(server).path("manifests").get(0);
            assertEquals(manifest.path("expires_at"), known.path("expires_at"));
            assertEquals(manifest.path("created_at"), known.path("created_at"));
            assertEquals("edge", known.path("channel").asString());
            assertEquals("x86_64", known.path("arch").asString());
            assertEquals("[]", known.path("keys").toString());
            assertFalse(known.path("fetched").asBoolean());
            server.publish("edge", "3", Map.of("vmlinuz", 3000));
            Await.until(
                    "it is followed",
                    () -> artifacts(server)
                            .path("manifests")
                            .get(0)
                            .path("version")
                            .asString()
                            .equals("3"));
        }
    }

    private static JsonNode artifacts(BootServer server) throws Exception {
        return json(server, "/status").path("artifacts");
    }

    private static JsonNode json(BootServer server, String path) throws Exception {
        try (Response response = server.provider().get(path)) {
            assertEquals(200, response.code(), path);
            return JsonMapper.shared().readTree(response.body().bytes());
        }
    }

    @Test
    void failedChecksAreNamed() throws Exception {
        try (var server = new BootServer(Map.of("provider.endpoints.health.disk-space.min-free", "1000000TiB"))) {
            server.put("stable/x86_64/vmlinuz", 1000, 60);
            Await.until("the artifact to be found", () -> server.html().contains("vmlinuz"));
            String html = server.html();
            assertTrue(html.contains("Degraded"), html);
            assertTrue(html.contains("1 of "), html);
            assertTrue(html.contains("failed</span><p>"), html);
        }
    }

    @Test
    void theChartIsDrawn() throws Exception {
        try (var server = new BootServer(Map.of())) {
            server.put("stable/x86_64/vmlinuz", 3_000_000, 60);
            Await.until("there is traffic in the chart", () -> {
                server.provider().get("/kernel").close();
                return server.html().contains("<path class=\"line\" d=\"M");
            });
        }
    }

    @Test
    void styleAndScriptCanBeKeptForEverUnderTheirVersion() throws Exception {
        try (var server = new BootServer(Map.of())) {
            Matcher url = Pattern.compile("(?:href|src)=\"(/status\\.(?:css|js)\\?v=[0-9a-f]{16})\"")
                    .matcher(server.html());
            for (String type : new String[] {"text/css", "text/javascript"}) {
                assertTrue(url.find());
                try (Response file = server.provider().get(url.group(1))) {
                    assertEquals(200, file.code());
                    assertTrue(file.header("Content-Type").startsWith(type), file.header("Content-Type"));
                    assertTrue(file.header("Cache-Control").contains("immutable"));
                    assertEquals("nosniff", file.header("X-Content-Type-Options"));
                    try (Response again = server.provider().get(url.group(1), "If-None-Match", file.header("ETag"))) {
                        assertEquals(304, again.code());
                    }
                }
            }
            try (Response unversioned = server.provider().get("/status.css")) {
                assertEquals("no-cache", unversioned.header("Cache-Control"));
            }
        }
    }

    @Test
    void thePageHasNoInlineStyleOrScript() throws Exception {
        try (var server = new BootServer(Map.of())) {
            String html = server.html();
            assertFalse(
                    Pattern.compile("<style|style=|\\son[a-z]+=|<script>")
                            .matcher(html)
                            .find(),
                    html);
            assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("http:"), html);
        }
    }
}
