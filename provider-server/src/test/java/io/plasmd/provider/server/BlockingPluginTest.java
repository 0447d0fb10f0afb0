package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that block, more requests at once than the host has threads, and those who do not notice. */
final class BlockingPluginTest {
    private static final int LIMIT = 40;

    @TempDir
    private Path scratch;

    private final List<RawHttp> connections = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test has one of its own
    private RunningProvider provider;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.write(scratch.resolve("large"), new byte[16 << 20]);
        Path plugins = Files.createDirectory(scratch.resolve("plugins"));
        PluginSource.named("blocking")
                .start("""
                        context.mount("/sleeps", on((request, response) -> {
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        }));
                        context.mount("/starts", on((request, response) -> {
                            var later = request.startAsync();
                            later.start(() -> {
                                try {
                                    Thread.sleep(60_000);
                                } catch (InterruptedException e) {
                                    later.complete();
                                }
                            });
                        }));
                        context.mount("/dispatches", on((request, response) -> {
                            if (request.getDispatcherType() == jakarta.servlet.DispatcherType.REQUEST) {
                                request.startAsync().dispatch();
                                return;
                            }
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        }));
                        context.mount("/listens", on((request, response) -> {
                            request.startAsync();
                            var output = response.getOutputStream();
                            output.setWriteListener(new jakarta.servlet.WriteListener() {
                                @Override
                                public void onWritePossible() throws IOException {
                                    try {
                                        Thread.sleep(60_000);
                                    } catch (InterruptedException e) {
                                        throw new IOException(e);
                                    }
                                }

                                @Override
                                public void onError(Throwable thrown) {}
                            });
                        }));
                        context.mount("/copies", on((request, response) ->
                            java.nio.file.Files.copy(java.nio.file.Path.of("FILE"), response.getOutputStream())));
                        """)
                .replace("FILE", file.toString())
                .jar()
                .writeTo(plugins.resolve("blocking.jar"));
        PluginSource.named("other")
                .answering("/other", "\"from \" + Thread.currentThread().isVirtual()")
                .jar()
                .writeTo(plugins.resolve("other.jar"));
        provider = RunningProvider.start(Map.of(
                "provider.plugins",
                plugins.toString(),
                "provider.shutdown.grace",
                "10ms",
                "provider.limits.requests-per-endpoint",
                "" + LIMIT));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawHttp connection : connections) {
            connection.close();
        }
        provider.close();
    }

    private void send(String path, int times) throws Exception {
        long before = (Long) provider.metric("active_requests");
        for (int i = 0; i < times; i++) {
            var connection = new RawHttp(provider.port());
            connections.add(connection);
            connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        Await.until("them to be under way", () -> (Long) provider.metric("active_requests") == before + times);
    }

    private String ask(String path) throws Exception {
        OkHttpClient client = provider.client()
                .newBuilder()
                .callTimeout(Duration.ofSeconds(10))
                .build();
        try (Response response = client.newCall(
                        new Request.Builder().url(provider.url(path)).build())
                .execute()) {
            assertEquals(200, response.code());
            return response.body().string();
        }
    }

    private void assertNobodyNotices() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals("from true", ask("/other"));
            assertTrue(ask("/metrics").contains("provider_active_requests"));
        }
    }

    @Test
    void sleepersHoldUpNobody() throws Exception {
        send("/sleeps", 30);
        assertNobodyNotices();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/starts", "/dispatches", "/listens"})
    void whatGoesOnLaterHoldsUpNobody(String path) throws Exception {
        send(path, 30);
        assertNobodyNotices();
    }

    @Test
    void clientsThatDoNotReadWhatAPluginCopiesHoldUpNobody() throws Exception {
        send("/copies", 30);
        assertNobodyNotices();
    }

    @Test
    void oneTooManyIsToldToComeBack() throws Exception {
        send("/sleeps", LIMIT);
        RawHttp.Answer answer = RawHttp.exchange(provider.port(), "GET /copies HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        assertEquals(
                LIMIT + " requests for endpoint blocking are under way already",
                answer.json().get("detail").asString());
        assertNobodyNotices();
    }
}
