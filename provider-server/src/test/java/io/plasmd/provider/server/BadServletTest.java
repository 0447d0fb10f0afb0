package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A servlet of a plugin that blocks, or forgets its requests, does not take the server with it. */
final class BadServletTest {
    @TempDir
    private Path plugins;

    private final List<RawHttp> connections = new ArrayList<>();

    private RunningProvider start(String grace) throws Exception {
        PluginSource.named("bad").start("""
                        context.mount("/blocks", on((request, response) -> {
                            try {
                                new java.util.concurrent.CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        }));
                        context.mount("/forgets", on((request, response) -> request.startAsync().setTimeout(0)));
                        context.mount("/leaks", on((request, response) -> {
                            new java.io.FileInputStream("/dev/null");
                            response.getWriter().print("leaked");
                        }));
                        context.mount("/sample", on((request, response) -> response.getWriter().print("sample")));
                        """).jar().writeTo(plugins.resolve("bad.jar"));
        return RunningProvider.start(Map.of(
                "provider.plugins",
                plugins.toString(),
                "provider.http.threads",
                "16",
                "provider.shutdown.grace",
                grace));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawHttp connection : connections) {
            connection.close();
        }
    }

    private void send(RunningProvider provider, String path, int times) throws Exception {
        long before = (Long) provider.metric("active_requests");
        for (int i = 0; i < times; i++) {
            var connection = new RawHttp(provider.port());
            connections.add(connection);
            connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        Await.until("them to be under way", () -> (Long) provider.metric("active_requests") == before + times);
    }

    private static void assertAnswers(RunningProvider provider) throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Response response = provider.get("/sample")) {
                assertEquals(200, response.code());
            }
        }
    }

    @Test
    void othersAreAnsweredWhileSomeBlock() throws Exception {
        try (var provider = start("10ms")) {
            send(provider, "/blocks", 8);
            assertAnswers(provider);
        }
    }

    @Test
    void requestsThatAreForgottenHoldNoThread() throws Exception {
        try (var provider = start("10ms")) {
            send(provider, "/forgets", 200);
            assertAnswers(provider);
        }
    }

    @Test
    void theServerStopsAllTheSame() throws Exception {
        RunningProvider provider = start("200ms");
        send(provider, "/blocks", 4);
        send(provider, "/forgets", 4);
        Thread stop = Thread.ofPlatform().start(provider::close);
        stop.join(20_000);
        assertTrue(!stop.isAlive(), "the server does not stop");
    }

    @Test
    void aServletThatLeaksDescriptorsHarmsNobodyAtOnce() throws Exception {
        try (var provider = start("10ms")) {
            for (int i = 0; i < 100; i++) {
                try (Response response = provider.get("/leaks")) {
                    assertEquals("leaked", response.body().string());
                }
            }
            assertAnswers(provider);
        }
    }
}
