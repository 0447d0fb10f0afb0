package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.PluginSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins show on the page. */
final class AddedSectionsTest {
    @TempDir
    private Path plugins;

    private String page(String start) throws Exception {
        PluginSource.named("sample").start(start).jar().writeTo(plugins.resolve("sample.jar"));
        try (var server = new BootServer(Map.of("provider.plugins", plugins.toString()))) {
            return server.html();
        }
    }

    @Test
    void aTableIsDataAndNeverMarkup() throws Exception {
        String html = page("""
                context.addSection("Machines <i>", () -> new Table(
                    List.of("Machine", "State <b>"),
                    List.of(
                        List.of(Table.Cell.of("52:54:00:12:34:56"), new Table.Cell("up", Table.Tone.GOOD)),
                        List.of(Table.Cell.of("<script>alert(1)</script>"), new Table.Cell("lost", Table.Tone.BAD))),
                    "2 of 2 & more"));""");
        assertTrue(html.contains(">Machines &lt;i&gt;</h2>"), html);
        assertTrue(html.contains("<th scope=\"col\">State &lt;b&gt;</th>"), html);
        assertTrue(html.contains("<td>52:54:00:12:34:56</td><td class=\"good\">up</td>"), html);
        assertTrue(html.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td class=\"bad\">lost</td>"), html);
        assertTrue(html.contains("2 of 2 &amp; more"), html);
    }

    @Test
    void aPageHasAsManyRowsAsAPersonLooksAt() throws Exception {
        String html = page("""
                List<List<Table.Cell>> rows = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    rows.add(List.of(Table.Cell.of("machine-" + i)));
                }
                context.addSection("Machines", () -> new Table(List.of("Machine"), rows, ""));""");
        assertTrue(html.contains("<td>machine-199</td>"));
        assertFalse(html.contains("<td>machine-200</td>"));
        assertTrue(html.contains("800 more."), html);
    }

    @Test
    void oneThatFailsSaysSoAndLeavesTheRest() throws Exception {
        String html = page("""
                context.addSection("Broken", () -> { throw new IllegalStateException("no"); });
                context.addSection("Empty", () -> new Table(
                    List.of("A"), List.of(List.of(Table.Cell.of(null))), ""));
                context.addSection("Well", () -> new Table(List.of("A"), List.of(), "nothing yet"));""");
        assertTrue(html.contains("It cannot be told just now; see the log."), html);
        assertTrue(html.contains("nothing yet"), html);
        assertEquals(3, html.split("class=\"added\"", -1).length - 1);
    }
}
