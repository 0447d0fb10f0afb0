package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint is told of the downloads of all endpoints. */
final class DownloadListenersTest {
    @TempDir
    private Path scratch;

    private RunningProvider start(String listener) throws Exception {
        Path plugins = scratch.resolve("plugins");
        PluginSource.named("a")
                .notesTo(scratch.resolve("notes"))
                .start(listener)
                .jar()
                .writeTo(plugins.resolve("a.jar"));
        PluginSource.named("b").start("""
                        context.mount("/file", on((request, response) -> {
                            response.setContentLength(5);
                            response.getWriter().print("bytes");
                        }));
                        context.mount("/broken", on((request, response) -> {
                            response.setContentLength(5);
                            response.getWriter().print("by");
                            response.flushBuffer();
                            request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, "the file has changed");
                            throw new IOException("no");
                        }));""").jar().writeTo(plugins.resolve("b.jar"));
        return RunningProvider.start(Map.of("provider.plugins", plugins.toString()));
    }

    private List<String> told() throws IOException {
        Path notes = scratch.resolve("notes");
        return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }

    @Test
    void eachHasWhatWasAskedForAndWhatBecameOfIt() throws Exception {
        try (var provider = start("context.onDownload(download -> note(download.toString()));")) {
            provider.head("/file").close();
            provider.get("/nothing").close();
            provider.get("/file?boot=7").close();
            Await.until("the first is told", () -> told().size() == 1);
            RawHttp.exchange(provider.port(), "GET /broken HTTP/1.1\r\nHost: x\r\n\r\n");
            Await.until("both are told", () -> told().size() == 2);
        }
        assertEquals(
                List.of(
                        "Download[path=/file, query=boot=7, client=127.0.0.1, status=200, sent=5, promised=5, cutShort=]",
                        "Download[path=/broken, query=null, client=127.0.0.1, status=200, sent=2, promised=5,"
                                + " cutShort=the file has changed]"),
                told());
    }

    @Test
    void oneThatFailsHarmsNobody() throws Exception {
        try (var log = new CapturedLog();
                var provider = start("""
                        context.onDownload(download -> { throw new IllegalStateException("full"); });
                        context.onDownload(download -> note(download.path()));""")) {
            try (var answer = provider.get("/file")) {
                assertEquals("bytes", answer.body().string());
            }
            Await.until("the other is told", () -> told().equals(List.of("/file")));
            Await.until("the log says so", () -> log.text().contains("a.jar cannot take in that a download has ended"));
        }
    }
}
