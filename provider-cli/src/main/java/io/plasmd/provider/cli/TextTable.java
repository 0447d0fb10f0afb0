package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import java.util.ArrayList;
import java.util.List;

/** Lines up columns for people. No cell drives the terminal, whoever wrote it. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable row(String... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (String cell : cells) {
            row.add(HumanText.harmless(cell));
        }
        rows.add(row);
        return this;
    }

    /** With two blanks between columns, and none at the end of a line. */
    String render() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            stripTrailing(text);
            text.append('\n');
        }
        return text.toString();
    }

    private static void stripTrailing(StringBuilder text) {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == ' ') {
            length--;
        }
        text.setLength(length);
    }
}
