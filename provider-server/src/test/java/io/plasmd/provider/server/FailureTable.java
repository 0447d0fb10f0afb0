package io.plasmd.provider.server;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The messages that docs/write-a-plugin.md explains. */
final class FailureTable {
    private static final Pattern ROW = Pattern.compile("^\\| `(.*?)` \\|", Pattern.MULTILINE);

    private FailureTable() {}

    /** A pattern a row; an ellipsis stands for anything. */
    static List<Pattern> ofTheDocs() {
        String section = DocsPage.read("write-a-plugin.md")
                .section("When it does not start")
                .text();
        return ROW.matcher(section).results().map(row -> pattern(row.group(1))).toList();
    }

    private static Pattern pattern(String cell) {
        return Pattern.compile(
                Arrays.stream(cell.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
