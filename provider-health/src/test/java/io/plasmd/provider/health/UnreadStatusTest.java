package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.UnreadClients;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many clients as there are threads ask how the server is, and read nothing. */
final class UnreadStatusTest {
    private static final int THREADS = 8;

    /** So that the answers are long, and not only the work to make them. */
    private static final String LONG_NAME = "a-long-name-".repeat(15);

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status", "/metrics"})
    void healthIsAnsweredAllTheSame(String path) throws Exception {
        try (var server = new BootServer(Map.of("provider.http.threads", "" + THREADS))) {
            for (int i = 0; i < 60; i++) {
                server.put("stable/x86_64/" + LONG_NAME + i, 100, 60);
            }
            try (var unread = new UnreadClients(server.provider().port(), null, THREADS, 3000, path)) {
                unread.awaitStandstill(server.provider());
                OkHttpClient client = server.provider()
                        .client()
                        .newBuilder()
                        .callTimeout(Duration.ofSeconds(10))
                        .build();
                for (int i = 0; i < 5; i++) {
                    try (Response response = client.newCall(new Request.Builder()
                                    .url(server.provider().url("/health/live"))
                                    .build())
                            .execute()) {
                        assertEquals(200, response.code());
                    }
                }
            }
        }
    }
}
