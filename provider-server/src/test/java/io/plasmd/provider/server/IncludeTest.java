package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.plasmd.provider.server.configuration.Origins;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration file includes are files of this machine, and nothing else. */
final class IncludeTest {
    private static final String REMEDY =
            ": only files are included. Put what it holds into a file of this machine, and write include \"FILE\".";

    @TempDir
    private Path scratch;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = scratch.resolve("provider.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"url(\"%s\")", "required(url(\"%s\"))", "\"%s\"", "required(\"%s\")"})
    void nothingIsFetchedFromAnotherMachine(String form) throws Exception {
        var requests = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = "provider.plugins = /tmp/evil".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort() + "/site.conf";
            String text = "# include\n\ninclude " + form.formatted(url) + "\nprovider.channel = edge\n";
            var layers = new Layers().file(file, text);
            String shown = form.contains("url(") ? "url(\"" + url + "\")" : "\"" + url + "\"";
            assertEquals(List.of(file + ":3: include " + shown + REMEDY), layers.problems());
            assertEquals("", layers.read().config().getString("provider.plugins"));
            assertEquals(0, requests.get());
        } finally {
            other.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url(\"file:%s\")",
                "\"file:%s\"",
                "url(\"jar:file:%s!/x.conf\")",
                "classpath(\"reference.conf\")",
                "\"ftp://127.0.0.1:1/x.conf\"",
            })
    void noOtherPlaceIsIncludedEither(String form) {
        Path other = Texts.write(scratch.resolve("other.conf"), "provider.channel = edge");
        var layers = new Layers().file(file, "include " + form.formatted(other));
        List<String> problems = layers.problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith(file + ":1: include "), problems.toString());
        assertTrue(problems.getFirst().endsWith(REMEDY), problems.toString());
        assertEquals("stable", layers.read().config().getString("provider.channel"));
    }

    @Test
    void theListOfAnOptionIncludesNothing() {
        Path other = Texts.write(scratch.resolve("other.conf"), "value = [x]");
        List<String> problems = new Layers()
                .option("provider.http.trusted-proxies", "[]\ninclude file(\"" + other + "\")")
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("expected a list"), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"more/site.conf\"",
                "\"more/site\"",
                "file(\"more/site.conf\")",
                "required(file(\"more/site.conf\"))",
                "required(\"more/site.conf\")",
            })
    void filesAreFoundFromTheFileThatNamesThem(String form) throws Exception {
        Files.createDirectories(scratch.resolve("more"));
        Texts.write(scratch.resolve("more/site.conf"), "provider.name = site\ninclude \"deeper.conf\"");
        Texts.write(scratch.resolve("more/deeper.conf"), "provider.channel = edge");
        var layers = new Layers().file(file, "include " + form);
        assertEquals(List.of(), layers.problems());
        var config = layers.read().config();
        assertEquals("edge", config.getString("provider.channel"));
        assertEquals(
                scratch.resolve("more/site.conf") + ":1",
                Origins.describe(config.getValue("provider.name").origin()));
    }

    @Test
    void absolutePathsAndIncludesInsideSectionsStay() {
        Path other = Texts.write(scratch.resolve("other.json"), "{\"port\": 81}");
        var layers = new Layers().file(file, "provider {\n  http { include \"" + other + "\" }\n}");
        assertEquals(List.of(), layers.problems());
        assertEquals(81, layers.read().config().getInt("provider.http.port"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"absent.conf\"", "\"absent\"", "file(\"absent.conf\")", "required(\"absent.conf\")"})
    void aMissingFileIsSaidWithTheLine(String form) {
        String name = form.replaceAll(".*\"(.*)\".*", "$1");
        assertEquals(
                List.of(file + ":2: include \"" + name + "\": there is no file " + scratch.resolve(name)),
                new Layers().file(file, "\ninclude " + form).problems());
    }

    @Test
    void aFileThatIncludesItselfIsSaid() {
        Texts.write(scratch.resolve("a.conf"), "include \"provider.conf\"");
        assertEquals(
                List.of(scratch.resolve("a.conf") + ":1: include \"provider.conf\": " + file + " includes itself"),
                new Layers().file(file, "include \"a.conf\"").problems());
    }

    @Test
    void aMistakeOfAnIncludedFileIsNamedWithItsOwnLine() {
        Path other = Texts.write(scratch.resolve("other.conf"), "\nprovider.http.prot = 1");
        assertEquals(
                List.of(other + ":2: unknown key provider.http.prot; did you mean provider.http.port?"),
                new Layers().file(file, "include \"other.conf\"").problems());
    }
}
