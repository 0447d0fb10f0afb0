package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, with a download under way. Screenshots of it are left in target/screenshots. */
final class StatusPageInBrowserTest {
    private static String axe;
    private static BootServer server;
    private static SlowClient download;
    private Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Tools.require("chromium chromium-driver", "chromium", "chromedriver");
        try (InputStream in = StatusPageInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        server = new BootServer(Map.of());
        server.put("stable/x86_64/vmlinuz", 11_534_336, 86_400 * 3);
        server.put("stable/x86_64/initramfs.img", 48_234_496, 86_400 * 3);
        server.putSparse("stable/x86_64/rootfs.sqfs", 734_003_200);
        server.put("stable/x86_64/a-very-long-name-of-a-module-collection-without-any-place-to-break.img", 70_000, 90);
        server.publish("nightly", "2026.11.21", Map.of("vmlinuz", 10_000_000));
        server.publish(
                "nightly",
                "2026.11.22-a-long-name-of-a-version-without-a-place-to-break",
                Map.of("vmlinuz", 11_000_000));
        server.put("edge/aarch64/Image", 23_068_672, 4000);
        server.put("edge/aarch64/<script>alert(1)<script>.img", 1000, 60);
        server.put(
                "edge/aarch64/overlays/a-very-long-name-of-an-overlay-without-any-place-to-break-at-all.dtbo", 900, 60);
        server.put("edge/aarch64/overlays/<script>/alert(1).dtbo", 1000, 60);
        server.awaitOnPage("download=\"Image\"");
        server.awaitOnPage("current</span>");
        download = new SlowClient(server.provider().port(), "/rootfs");
        download.take(5_000_000);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            download.close();
            server.close();
        }
    }

    @BeforeEach
    void openBrowser() throws Exception {
        browser = new Browser();
    }

    @AfterEach
    void closeBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private void openPage() throws IOException {
        browser.open(server.provider().url("/"));
    }

    @Test
    void showsWhatIsServedAndADownloadWithoutConsoleError() throws Exception {
        openPage();
        assertEquals("rack-7", browser.text("h1 bdi"));
        assertEquals("stable/x86_64/rootfs", browser.text(".downloads .what"));
        assertTrue(browser.run("return document.querySelector('.downloads progress').value > 0")
                .asBoolean());
        browser.run("window.refreshes = 0; const f = window.fetch;"
                + " window.fetch = (...a) => f(...a).finally(() => window.refreshes++);");
        Await.until(
                "two refreshes", () -> browser.run("return window.refreshes").asInt() > 1);
        assertEquals(List.of(), browser.console());
    }

    @Test
    void refreshesItselfAndLeavesFocusScrollAndSelectionAlone() throws Exception {
        browser.size(1280, 500);
        openPage();
        browser.run("const code = document.querySelector('.digest code'); getSelection().selectAllChildren(code);"
                + " document.querySelector('.digest .copy').focus({preventScroll: true}); scrollTo(0, 150);");
        String selected = browser.run("return String(getSelection())").asString();
        assertEquals(64, selected.length());
        String before = browser.text(".downloads .sent");
        download.take(20_000_000);
        Await.until(
                "the download goes on", () -> !browser.text(".downloads .sent").equals(before));
        assertEquals(selected, browser.run("return String(getSelection())").asString());
        assertEquals(
                "copy with-script",
                browser.run("return document.activeElement.className").asString());
        assertEquals(150, browser.run("return scrollY").asInt());
    }

    @Test
    void directoriesFoldAndWhatIsUnfoldedStaysSo() throws Exception {
        openPage();
        String folder = "document.querySelector('.folder')";
        assertFalse(browser.run("return " + folder + ".open").asBoolean());
        assertEquals("overlays/", browser.text(".folder summary bdi"));
        browser.run(folder + ".querySelector('summary').click(); window.refreshes = 0; const f = window.fetch;"
                + " window.fetch = (...a) => f(...a).finally(() => window.refreshes++);");
        Await.until(
                "two refreshes", () -> browser.run("return window.refreshes").asInt() > 1);
        assertTrue(browser.run("return " + folder + ".open").asBoolean());
        assertTrue(browser.run("return " + folder + ".querySelector('tbody th').offsetHeight > 0")
                .asBoolean());
        assertEquals(List.of(), browser.console());
        shot("folder");
        assertAccessible();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void unfoldedDirectoriesFitTheScreenAndAreAccessible(int width) throws Exception {
        browser.size(width, 900);
        openPage();
        browser.run("document.querySelectorAll('details').forEach(folder => folder.open = true)");
        assertEquals(
                width,
                browser.run("return document.documentElement.scrollWidth").asInt(),
                "wide content");
        shot("folders-" + width);
        assertAccessible();
    }

    @Test
    void digestsCanBeCopiedOnPlainHttp() throws Exception {
        openPage();
        // 127.0.0.1 counts as secure; a boot server's address does not, and there the browser has no such object.
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                + " document.addEventListener('copy', () => window.copied = document.activeElement.value);");
        browser.runAsUser("document.querySelector('.copy').click()");
        Await.until("it is said", () -> browser.text("#notice").equals("The digest has been copied."));
        assertEquals(
                browser.text(".digest code"),
                browser.run("return window.copied").asString());
    }

    @Test
    void saysWhenTheServerCannotBeReached() throws Exception {
        try (var other = new BootServer(Map.of())) {
            browser.open(other.provider().url("/"));
        }
        Await.until("the notice is there", () -> browser.text("#notice").startsWith("The server cannot be reached."));
        assertEquals("rack-7", browser.text("h1 bdi"));
        assertAccessible();
    }

    @Test
    void updatesCanBePaused() throws Exception {
        openPage();
        browser.run("document.getElementById('pause').click()");
        assertEquals("Updates are paused.", browser.text("#notice"));
        browser.run("window.asked = 0; window.fetch = () => { window.asked++; return Promise.reject(); }");
        browser.runAsync("setTimeout(arguments[0], 2500)");
        assertEquals(0, browser.run("return window.asked").asInt());
        browser.run("document.getElementById('pause').click()");
        Await.until("it asks again", () -> browser.run("return window.asked").asInt() > 0);
    }

    @Test
    void isWholeWithoutJavaScript() throws Exception {
        browser.disableScripts();
        openPage();
        String source = browser.source();
        assertTrue(source.contains("Downloads in progress"), source);
        assertTrue(source.contains("<noscript><meta http-equiv=\"refresh\""), source);
        assertFalse(source.contains("class=\"scripted\""), source);
        shot("no-script");
    }

    @Test
    void keyboardReachesTheSkipLinkFirst() throws Exception {
        openPage();
        browser.devTools("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", "Tab", "code", "Tab"));
        assertEquals(
                "skip", browser.run("return document.activeElement.className").asString());
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 360", "dark, 360"})
    void isAccessibleAndFitsTheScreen(String scheme, int width) throws Exception {
        browser.size(width, 900);
        browser.colorScheme(scheme);
        openPage();
        assertEquals(
                width,
                browser.run("return document.documentElement.scrollWidth").asInt(),
                "wide content");
        shot(scheme + "-" + width);
        assertAccessible();
        assertEquals(List.of(), browser.console());
    }

    @Test
    void anEmptyServerIsAccessibleToo() throws Exception {
        try (var empty = new BootServer(Map.of("provider.endpoints.health.disk-space.min-free", "1000000TiB"))) {
            browser.size(1280, 900);
            browser.open(empty.provider().url("/"));
            shot("empty");
            assertAccessible();
        }
    }

    private void shot(String name) throws IOException {
        browser.screenshot(Path.of("target/screenshots", name + ".png"));
    }

    private void assertAccessible() throws IOException {
        browser.run(axe);
        JsonNode violations = browser.runAsync("const done = arguments[0];"
                + " axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join())),"
                + " e => done([String(e)]))");
        assertEquals("[]", violations.toString());
    }
}
