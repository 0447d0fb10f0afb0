package io.plasmd.provider.api;

import java.util.List;
import java.util.Objects;

/**
 * A section of the status page: data, and never markup.
 *
 * @param columns what the cells of a row are
 * @param rows of as many cells as there are columns; no more than a person would look at
 * @param note a line below, such as how many rows were left out; may be empty
 */
public record Table(List<String> columns, List<List<Cell>> rows, String note) {

    /** How a cell is meant. */
    public enum Tone {
        /** As everything else. */
        PLAIN,
        /** All is well. */
        GOOD,
        /** Somebody should look. */
        BAD
    }

    /**
     * What stands in one place.
     *
     * @param text shown as it is, whatever characters it has
     * @param tone in which colour
     */
    public record Cell(String text, Tone tone) {

        /** Checked when it is made: a text that is missing would be found by whoever writes the page. */
        public Cell {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(tone, "tone");
        }

        /**
         * Text as everything else.
         *
         * @param text see {@link #text()}
         * @return a cell
         */
        public static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }

    /**
     * Checked when it is made.
     *
     * @throws IllegalArgumentException where a row has more or fewer cells than there are columns
     */
    public Table {
        Objects.requireNonNull(note, "note");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cells: expected " + columns.size() + ", as there are columns");
            }
        }
    }
}
