package io.plasmd.provider.server;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;

/** The fixture of all tests: a real server on a free loopback port, and a client to speak to it. */
public final class RunningProvider implements AutoCloseable {
    private final ProviderServer server;
    private final Path scratch;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .callTimeout(Duration.ofSeconds(60))
            .followRedirects(false)
            .build();

    private RunningProvider(ProviderServer server, Path scratch) {
        this.server = server;
        this.scratch = scratch;
    }

    /**
     * Starts a server.
     *
     * @param settings by configuration key; a data directory of its own, the loopback address, a free port and a
     *     short grace are set already
     * @throws Exception as the start does
     */
    public static RunningProvider start(Map<String, String> settings) throws Exception {
        return start(settings, Clock.systemUTC());
    }

    /** Starts a server that has another time of day. */
    public static RunningProvider start(Map<String, String> settings, InstantSource clock) throws Exception {
        return start(settings, clock, null);
    }

    /**
     * Starts a server that has another pool of buffers.
     *
     * @param buffers null for Jetty's own
     */
    public static RunningProvider start(
            Map<String, String> settings, InstantSource clock, @Nullable ByteBufferPool buffers) throws Exception {
        return start(settings, clock, ServiceManager.NONE, buffers);
    }

    /** Starts a server under a service manager. */
    static RunningProvider start(Map<String, String> settings, ServiceManager manager) throws Exception {
        return start(settings, Clock.systemUTC(), manager, null);
    }

    private static RunningProvider start(
            Map<String, String> settings, InstantSource clock, ServiceManager manager, @Nullable ByteBufferPool buffers)
            throws Exception {
        Path scratch = Files.createTempDirectory("provider-test");
        List<Settings.Setting> all = new ArrayList<>();
        Map.of(
                        "provider.http.bind", "127.0.0.1",
                        "provider.http.port", "0",
                        "provider.shutdown.grace", "5s",
                        "provider.data", scratch.toString())
                .forEach((key, value) -> all.add(new Settings.Setting(key, value, "test")));
        settings.forEach((key, value) -> all.add(new Settings.Setting(key, value, "test")));
        try {
            Preparation preparation = Preparation.of(new ConfigurationSources(new Settings(all), Map.of(), null), null);
            return new RunningProvider(ProviderServer.start(preparation, clock, manager, buffers), scratch);
        } catch (Exception e) {
            delete(scratch);
            throw e;
        }
    }

    /** The absolute URL of a path that begins with a slash. */
    public String url(String path) {
        return server.url() + path.substring(1);
    }

    public int port() {
        return server.url().getPort();
    }

    /** The port of another address than that of the clients: {@code https} or {@code operations}. */
    public int port(String listener) {
        return server.url(listener).getPort();
    }

    /** What SIGHUP does. */
    void refresh() {
        server.refresh("a test");
    }

    public String readyNotes() {
        return server.readyNotes();
    }

    /** The value of a metric, asked without a request, which would be counted. */
    public Object metric(String name) {
        return Objects.requireNonNull(server.metric(name), name);
    }

    /** What a check of {@code /health} finds, also where nothing answers that path. */
    public HealthCheck.Result health(String check) throws Exception {
        return Objects.requireNonNull(server.healthCheck(check), check).check();
    }

    public OkHttpClient client() {
        return client;
    }

    /**
     * Sends a GET.
     *
     * @param headers names and values by turns
     */
    public Response get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    public Response head(String path, String... headers) throws IOException {
        return send("HEAD", path, headers);
    }

    /** Sends a request without a body. */
    public Response send(String method, String path, String... headers) throws IOException {
        var request = new Request.Builder().url(url(path)).method(method, null);
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        return client.newCall(request.build()).execute();
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
        server.close();
        try {
            delete(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
