package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.DocsPage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That {@code /status} shows every limit, and docs/operate.md explains each. */
final class LimitsStatusTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static JsonNode limits(Map<String, String> settings) throws Exception {
        try (var server = new BootServer(settings);
                Response response = server.provider().get("/status")) {
            return JsonMapper.shared().readTree(response.body().bytes()).get("limits");
        }
    }

    @Test
    void eachIsExplained() throws Exception {
        Set<String> explained = ROW.matcher(
                        DocsPage.read("operate.md").section("Limits").text())
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        JsonNode limits = limits(Map.of(
                "provider.http.operations.bind", "127.0.0.1",
                "provider.http.operations.port", "0",
                "provider.http.operations.paths", "/metrics"));
        assertEquals(explained, new TreeSet<>(limits.propertyNames()));
    }

    @Test
    void theyAreThoseThatAreSet() throws Exception {
        JsonNode limits = limits(Map.of(
                "provider.limits.connections", "70",
                "provider.limits.connections-per-address", "60",
                "provider.limits.requests", "50",
                "provider.limits.downloads", "40",
                "provider.limits.uri-length", "2KiB",
                "provider.limits.header-size", "16KiB",
                "provider.limits.max-ranges", "3"));
        assertEquals(70, limits.at("/connections/limit").asInt());
        assertEquals(60, limits.at("/connections_per_address/limit").asInt());
        assertEquals(50, limits.at("/requests/limit").asInt());
        assertEquals(40, limits.at("/downloads/limit").asInt());
        assertEquals(2048, limits.at("/uri_length/limit").asInt());
        assertEquals(16384, limits.at("/header_size/limit").asInt());
        assertEquals(3, limits.at("/max_ranges/limit").asInt());
    }
}
