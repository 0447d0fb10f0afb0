package io.plasmd.provider.artifacts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a {@code Range} field asks of a file (RFC 9110, section 14.2).
 *
 * @param kind what to do
 * @param ranges the satisfiable ones, cut to the file; empty unless the kind is PARTS
 */
record RangeHeader(Kind kind, List<Range> ranges) {

    /** What to answer. */
    enum Kind {
        /** The whole file: no range was asked for, or the field is to be ignored. */
        WHOLE,
        /** 206 with these ranges. */
        PARTS,
        /** 416: none of the ranges touches the file. */
        UNSATISFIABLE
    }

    /** First and last byte, both included. */
    record Range(long first, long last) {}

    private static final RangeHeader WHOLE = new RangeHeader(Kind.WHOLE, List.of());
    private static final String UNIT = "bytes=";

    /**
     * Reads the field.
     *
     * @param values of all fields with that name; the grammar has just one
     * @param size of the file
     * @param maxRanges beyond so many the whole file is the answer: many small ranges cost more than they spare
     */
    static RangeHeader parse(List<String> values, long size, int maxRanges) {
        if (values.size() != 1 || !values.getFirst().toLowerCase(Locale.ROOT).startsWith(UNIT)) {
            // An unknown unit is ignored (section 14.2); so is a field that cannot be understood: old iPXE builds send
            // negative numbers, and a boot must not fail on them.
            return WHOLE;
        }
        String[] specs = values.getFirst().substring(UNIT.length()).split(",", -1);
        List<Range> ranges = new ArrayList<>();
        int asked = 0;
        for (String spec : specs) {
            String text = spec.strip();
            if (text.isEmpty()) {
                // Empty list elements do not count (section 5.6.1.2).
                continue;
            }
            asked++;
            if (!add(text, size, ranges)) {
                return WHOLE;
            }
        }
        if (asked == 0 || asked > maxRanges) {
            return WHOLE;
        }
        return ranges.isEmpty()
                ? new RangeHeader(Kind.UNSATISFIABLE, List.of())
                : new RangeHeader(Kind.PARTS, withoutOverlaps(ranges));
    }

    /** How many bytes of the file are to be sent. */
    long length(long size) {
        return kind == Kind.WHOLE
                ? size
                : ranges.stream()
                        .mapToLong(range -> range.last() - range.first() + 1)
                        .sum();
    }

    /** Adds one range where it touches the file; false where it is malformed. */
    private static boolean add(String spec, long size, List<Range> ranges) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return false;
        }
        String first = spec.substring(0, dash);
        String last = spec.substring(dash + 1);
        if (!isDigits(first) || !isDigits(last)) {
            return false;
        }
        if (first.isEmpty()) {
            return !last.isEmpty() && addSuffix(number(last), size, ranges);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from || (from == Long.MAX_VALUE && !last.isEmpty() && isLess(last, first))) {
            return false;
        }
        if (from < size) {
            ranges.add(new Range(from, Math.min(to, size - 1)));
        }
        return true;
    }

    /** By position, overlapping ones made one: no byte is sent twice (section 14.2 warns of clients that ask for it). */
    private static List<Range> withoutOverlaps(List<Range> ranges) {
        List<Range> result = new ArrayList<>();
        for (Range range :
                ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList()) {
            if (!result.isEmpty() && range.first() <= result.getLast().last()) {
                Range previous = result.removeLast();
                result.add(new Range(previous.first(), Math.max(previous.last(), range.last())));
            } else {
                result.add(range);
            }
        }
        return result;
    }

    private static boolean addSuffix(long length, long size, List<Range> ranges) {
        if (length > 0 && size > 0) {
            ranges.add(new Range(Math.max(0, size - length), size - 1));
        }
        return true;
    }

    /** Also true of no digits at all. */
    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A number too large for a long is beyond the end of every file. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Of numbers of any length. */
    private static boolean isLess(String digits, String others) {
        return new BigInteger(digits).compareTo(new BigInteger(others)) < 0;
    }

    /** The only range, as a field that cannot be misread. */
    String canonical() {
        Range range = ranges.getFirst();
        return UNIT + range.first() + "-" + range.last();
    }
}
