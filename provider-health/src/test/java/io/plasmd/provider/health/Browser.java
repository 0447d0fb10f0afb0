package io.plasmd.provider.health;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Headless Chromium, driven by chromedriver in the plain JSON of the WebDriver protocol. */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path profile = Files.createTempDirectory("chromium-profile");
    private final Process driver;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .callTimeout(Duration.ofSeconds(60))
            .readTimeout(Duration.ofSeconds(60))
            .build();
    private final String base;
    private final String session;

    Browser() throws Exception {
        Path log = profile.resolve("chromedriver.log");
        driver = new ProcessBuilder(Tools.find("chromedriver").toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until(
                "chromedriver listens", () -> Files.readString(log).matches("(?s).*successfully on port \\d+\\..*"));
        base = "http://127.0.0.1:" + Files.readString(log).replaceAll("(?s).*successfully on port (\\d+).*", "$1");
        session = post("/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities())))
                .get("sessionId")
                .asString();
    }

    private Map<String, Object> capabilities() {
        List<String> flags = new ArrayList<>(List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile.resolve("data")));
        return Map.of(
                "goog:chromeOptions",
                Map.of("binary", Tools.find("chromium").toString(), "args", flags),
                "goog:loggingPrefs",
                Map.of("browser", "ALL"));
    }

    void open(String url) throws IOException {
        post("/session/" + session + "/url", Map.of("url", url));
    }

    JsonNode run(String script) throws IOException {
        return post("/session/" + session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Runs a script as if the user had just done something: browsers copy for no one else. */
    void runAsUser(String script) throws IOException {
        devTools("Runtime.evaluate", Map.of("expression", script, "userGesture", true));
    }

    /** Runs a script that calls the last of its arguments with the result. */
    JsonNode runAsync(String script) throws IOException {
        return post("/session/" + session + "/execute/async", Map.of("script", script, "args", List.of()));
    }

    String text(String selector) throws IOException {
        return run("return document.querySelector('" + selector + "')?.textContent ?? ''")
                .asString();
    }

    /** What is on the page for those who run no script in it. */
    String source() throws IOException {
        return devTools("DOM.getOuterHTML", Map.of("nodeId", rootNode()))
                .get("outerHTML")
                .asString();
    }

    private int rootNode() throws IOException {
        return devTools("DOM.getDocument", Map.of("depth", 0))
                .get("root")
                .get("nodeId")
                .asInt();
    }

    /** Everything that the console has got since the last call. */
    List<String> console() throws IOException {
        List<String> lines = new ArrayList<>();
        post("/session/" + session + "/se/log", Map.of("type", "browser"))
                .forEach(line -> lines.add(line.get("message").asString()));
        return lines;
    }

    void size(int width, int height) throws IOException {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void colorScheme(String scheme) throws IOException {
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void disableScripts() throws IOException {
        devTools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    JsonNode devTools(String command, Map<String, ?> parameters) throws IOException {
        return post("/session/" + session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        JsonNode shot = devTools("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asString()));
    }

    private JsonNode post(String path, Object body) throws IOException {
        var request = new Request.Builder()
                .url(base + path)
                .post(RequestBody.create(JSON.writeValueAsString(body), MediaType.get("application/json")))
                .build();
        try (Response response = client.newCall(request).execute()) {
            JsonNode answer = JSON.readTree(response.body().string()).get("value");
            if (!response.isSuccessful()) {
                throw new IOException(path + ": " + answer);
            }
            return answer;
        }
    }

    @Override
    public void close() throws IOException {
        var request =
                new Request.Builder().url(base + "/session/" + session).delete().build();
        client.newCall(request).execute().close();
        driver.destroy();
        driver.onExit().join();
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
