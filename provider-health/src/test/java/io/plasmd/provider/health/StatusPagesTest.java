package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RawHttp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** More artifacts than one answer or page shows. */
final class StatusPagesTest {
    private static final int STABLE = 450;
    private static final int EDGE = 3;

    @SuppressWarnings("NullAway.Init") // set before each test
    private BootServer server;

    @BeforeEach
    void start() throws Exception {
        server = new BootServer(Map.of());
        for (int i = 0; i < STABLE; i++) {
            server.put("stable/x86_64/module-" + i, 10, 60);
        }
        for (int i = 0; i < EDGE; i++) {
            server.put("edge/aarch64/module-" + i, 20, 60);
        }
        Await.until("all to be seen", () -> artifacts("").path("count").asInt() == STABLE + EDGE);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private JsonNode artifacts(String query) throws Exception {
        try (Response response = server.provider().get("/status" + query)) {
            assertEquals(200, response.code());
            return JsonMapper.shared().readTree(response.body().string()).path("artifacts");
        }
    }

    @Test
    void allPagesTogetherHaveAllArtifactsOnce() throws Exception {
        JsonNode first = artifacts("");
        assertEquals(3, first.path("pages").asInt());
        assertEquals(1, first.path("page").asInt());
        assertEquals(STABLE * 10 + EDGE * 20, first.path("total_size_bytes").asInt());
        Set<String> seen = new HashSet<>();
        for (int page = 1; page <= 3; page++) {
            JsonNode rows = artifacts("?page=" + page).path("available");
            assertTrue(rows.size() <= 200);
            rows.forEach(row -> assertTrue(seen.add(
                    row.path("channel").asString() + "/" + row.path("name").asString())));
        }
        assertEquals(STABLE + EDGE, seen.size());
        assertEquals(0, artifacts("?page=4").path("available").size());
    }

    @ParameterizedTest
    @CsvSource({
        "?channel=edge, 3",
        "?arch=arm64, 3",
        "?arch=aarch64&channel=edge, 3",
        "?channel=stable&page=3, 450",
        "?channel=none, 0",
        "?channel=&arch=, 453",
        "?other=1, 453"
    })
    void aPartCanBeAskedFor(String query, int matching) throws Exception {
        JsonNode artifacts = artifacts(query);
        assertEquals(matching, artifacts.path("matching").asInt());
        assertEquals(STABLE + EDGE, artifacts.path("count").asInt());
        assertEquals(
                query.contains("page=3") ? 50 : Math.min(matching, 200),
                artifacts.path("available").size());
    }

    @ParameterizedTest
    @CsvSource({"page=0", "page=-1", "page=x", "page=1.5", "page=99999999999", "page=1&page=2", "channel=a&channel=b"})
    void whatIsNoQueryIsRefusedWithAReason(String query) throws Exception {
        for (String path : List.of("/status", "/")) {
            RawHttp.Answer answer = RawHttp.exchange(
                    server.provider().port(),
                    "GET " + path + "?" + query + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
            assertEquals(400, answer.status(), path);
            String detail = answer.json().path("detail").asString();
            assertTrue(detail.contains("expected"), detail);
        }
    }

    @Test
    void thePageHasLinksToTheOthers() throws Exception {
        String first = server.html();
        assertTrue(first.contains("Page 1 of 3"), first);
        assertTrue(first.contains("href=\"?page=2\""), first);
        assertTrue(first.contains("href=\"?channel=stable&amp;arch=x86_64&amp;page=1\""), first);
        try (Response response = server.provider().get("/?channel=stable&arch=x86_64&page=2", "Accept", "text/html")) {
            String second = response.body().string();
            assertTrue(second.contains("Page 2 of 3"), second);
            assertTrue(second.contains("href=\"?channel=stable&amp;arch=x86_64&amp;page=3\""), second);
            assertFalse(second.contains("edge"), second);
        }
    }

    @Test
    void manyWhoAskAtOnceAllGetAWholeAnswer() throws Exception {
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            var client = new RawHttp(server.provider().port());
            client.send("GET /status?page=" + (1 + i % 3) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            clients.add(client);
        }
        for (int i = 0; i < clients.size(); i++) {
            RawHttp.Answer answer = clients.get(i).read();
            assertEquals(200, answer.status());
            assertEquals(1 + i % 3, answer.json().at("/artifacts/page").asInt());
            clients.get(i).close();
        }
    }
}
