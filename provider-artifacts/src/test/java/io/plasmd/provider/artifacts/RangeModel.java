package io.plasmd.provider.artifacts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 9110, section 14, word for word, in numbers without an end. */
final class RangeModel {
    private static final Pattern FIELD = Pattern.compile("(?i:bytes)=(.*)");
    private static final Pattern SPEC = Pattern.compile("([0-9]*)-([0-9]*)");

    private RangeModel() {}

    static RangeHeader of(List<String> fields, long size, int maxRanges) {
        var whole = new RangeHeader(RangeHeader.Kind.WHOLE, List.of());
        if (fields.size() != 1) {
            return whole;
        }
        Matcher field = FIELD.matcher(fields.getFirst());
        if (!field.matches()) {
            return whole;
        }
        List<String> specs = new ArrayList<>();
        for (String spec : field.group(1).split(",", -1)) {
            String trimmed = spec.replaceAll("^[ \t]+|[ \t]+$", "");
            if (!trimmed.isEmpty()) {
                specs.add(trimmed);
            }
        }
        NavigableMap<Long, Long> parts = new TreeMap<>();
        for (String spec : specs) {
            Matcher bounds = SPEC.matcher(spec);
            if (!bounds.matches() || !add(bounds.group(1), bounds.group(2), BigInteger.valueOf(size), parts)) {
                return whole;
            }
        }
        if (specs.isEmpty() || specs.size() > maxRanges) {
            return whole;
        }
        return parts.isEmpty()
                ? new RangeHeader(RangeHeader.Kind.UNSATISFIABLE, List.of())
                : new RangeHeader(RangeHeader.Kind.PARTS, joined(parts));
    }

    private static boolean add(String first, String last, BigInteger size, NavigableMap<Long, Long> parts) {
        if (first.isEmpty() && last.isEmpty()) {
            return false;
        }
        BigInteger end = size.subtract(BigInteger.ONE);
        BigInteger from =
                first.isEmpty() ? size.subtract(new BigInteger(last)).max(BigInteger.ZERO) : new BigInteger(first);
        BigInteger to = first.isEmpty() || last.isEmpty() ? end.max(from) : new BigInteger(last);
        if (from.compareTo(to) > 0) {
            return false;
        }
        if (from.compareTo(size) < 0) {
            parts.merge(from.longValueExact(), to.min(end).longValueExact(), Math::max);
        }
        return true;
    }

    /** Those that have bytes in common made one. */
    private static List<RangeHeader.Range> joined(NavigableMap<Long, Long> parts) {
        List<RangeHeader.Range> ranges = new ArrayList<>();
        parts.forEach((first, last) -> {
            RangeHeader.Range before = ranges.isEmpty() ? null : ranges.getLast();
            if (before == null || first > before.last()) {
                ranges.add(new RangeHeader.Range(first, last));
            } else {
                ranges.set(ranges.size() - 1, new RangeHeader.Range(before.first(), Math.max(before.last(), last)));
            }
        });
        return ranges;
    }
}
