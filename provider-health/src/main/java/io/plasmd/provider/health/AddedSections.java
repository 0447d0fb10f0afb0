package io.plasmd.provider.health;

import io.plasmd.provider.api.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What plugins have to show. */
final class AddedSections {
    private AddedSections() {}

    static void write(Html html, PageModel model) {
        int number = 0;
        for (Map.Entry<String, Supplier<Table>> section :
                model.provider().sections().entrySet()) {
            String id = "added-" + ++number;
            html.open("section", "class", "added", "aria-labelledby", id).line();
            html.element("h2", section.getKey(), "id", id).line();
            write(html, section.getValue().get(), id);
            html.close().line();
        }
    }

    private static void write(Html html, Table table, String id) {
        if (!table.rows().isEmpty()) {
            html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-labelledby", id)
                    .line();
            html.open("table").open("thead").open("tr");
            for (String column : table.columns()) {
                html.element("th", column, "scope", "col");
            }
            html.close().close().open("tbody").line();
            for (List<Table.Cell> row : table.rows().subList(0, shown(table))) {
                html.open("tr");
                row.forEach(cell -> write(html, cell));
                html.close().line();
            }
            html.close().close().close().line();
        }
        int more = table.rows().size() - shown(table);
        String note = more > 0 ? more + " more. " + table.note() : table.note();
        if (!note.isEmpty()) {
            html.element("p", note, "class", "muted").line();
        }
    }

    private static int shown(Table table) {
        return Math.min(table.rows().size(), StatusPart.ROWS);
    }

    private static void write(Html html, Table.Cell cell) {
        switch (cell.tone()) {
            case PLAIN -> html.element("td", cell.text());
            case GOOD -> html.element("td", cell.text(), "class", "good");
            case BAD -> html.element("td", cell.text(), "class", "bad");
        }
    }
}
