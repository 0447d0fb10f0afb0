package io.plasmd.provider.artifacts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What holds of a {@code Range} field, whatever bytes it has. */
final class RangeFuzz {
    /** What gets into no value of a field (RFC 9110, section 5.5). */
    private static final Pattern UNFIT = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private RangeFuzz() {}

    /**
     * Tries one input.
     *
     * @param data the size of the file (8 bytes), the greatest number of ranges (1), and the value of the field
     */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 9) {
            return;
        }
        var input = ByteBuffer.wrap(data);
        long size = input.getLong() & Long.MAX_VALUE;
        int maxRanges = 1 + (input.get() & 31);
        String value = UNFIT.matcher(StandardCharsets.ISO_8859_1.decode(input))
                .replaceAll("")
                .strip();
        RangeHeader header = RangeHeader.parse(List.of(value), size, maxRanges);
        require(RangeModel.of(List.of(value), size, maxRanges).equals(header), "not what RFC 9110 says");
        boolean isParts = header.kind() == RangeHeader.Kind.PARTS;
        require(isParts != header.ranges().isEmpty(), "ranges without parts, or the reverse");
        require(header.ranges().size() <= maxRanges, "more ranges than the limit");
        long end = -1;
        for (RangeHeader.Range range : header.ranges()) {
            require(range.first() > end, "not in order, or one over the other");
            require(range.last() >= range.first() && range.last() < size, "not within the file");
            end = range.last();
        }
        if (isParts) {
            require(header.length(size) > 0 && header.length(size) <= size, "longer than the file");
        }
        String spaced = value.replace(",", "\t,, ");
        require(
                RangeHeader.parse(List.of(spaced), size, maxRanges).equals(header),
                "empty elements make it another list");
        if (header.ranges().size() == 1) {
            require(
                    RangeHeader.parse(List.of(header.canonical()), size, 1).equals(header),
                    "its canonical form means something else");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
