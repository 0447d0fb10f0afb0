package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Pattern;

/** The text file beside an artifact that is being fetched: a line that says of which, and what is there of each segment. */
final class PartialMarks implements Closeable {
    /** Of a segment: a number in hexadecimal digits. Each lies within one page, so that a kill never leaves half of one. */
    private static final int MARK_BYTES = 8;

    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{" + MARK_BYTES + "}");
    private static final String NOTHING = "00000000";
    private static final String COMPLETE = "########";

    private final FileChannel file;
    private final Segments segments;
    private final byte[] header;
    private final BitSet complete = new BitSet();
    private final AtomicIntegerArray there;

    PartialMarks(FileChannel file, Digest digest, Segments segments) {
        this.file = file;
        this.segments = segments;
        header = header(digest, segments);
        there = new AtomicIntegerArray(segments.count());
    }

    /** Of a length after which every mark lies in one page. */
    private static byte[] header(Digest digest, Segments segments) {
        String text =
                "partial 2 " + digest.prefixed() + " " + segments.size() + " bytes in segments of " + segments.length();
        int length = (text.length() / MARK_BYTES + 1) * MARK_BYTES;
        return (text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Takes up what is there, if it makes sense; else begins with nothing.
     *
     * @param dataSize how many bytes the artifact's file has
     * @return whether it did make sense
     */
    boolean takeUp(long dataSize) throws IOException {
        boolean isSensible = isSensible(dataSize);
        if (!isSensible) {
            complete.clear();
            ByteBuffer all = ByteBuffer.allocate(size()).put(header);
            for (int i = 0; i < segments.count(); i++) {
                there.set(i, 0);
                all.put(NOTHING.getBytes(StandardCharsets.US_ASCII));
            }
            file.truncate(0);
            WholeTransfer.write(file, 0, all.flip());
        }
        return isSensible;
    }

    private int size() {
        return header.length + MARK_BYTES * segments.count();
    }

    private boolean isSensible(long dataSize) throws IOException {
        if (file.size() != size() || dataSize > segments.size()) {
            return false;
        }
        ByteBuffer all = ByteBuffer.allocate(size());
        WholeTransfer.read(file, 0, all);
        if (!all.slice(0, header.length).equals(ByteBuffer.wrap(header))) {
            return false;
        }
        for (int i = 0; i < segments.count(); i++) {
            int at = header.length + MARK_BYTES * i;
            if (!isSensible(i, new String(all.array(), at, MARK_BYTES, StandardCharsets.US_ASCII), dataSize)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSensible(int segment, String mark, long dataSize) {
        long length = segments.end(segment) - segments.start(segment);
        long count;
        if (mark.equals(COMPLETE)) {
            complete.set(segment);
            count = length;
        } else if (NUMBER.matcher(mark).matches()) {
            count = Long.parseLong(mark, 16);
        } else {
            return false;
        }
        there.set(segment, (int) Math.min(count, length));
        return count <= length && (count == 0 || dataSize >= segments.start(segment) + count);
    }

    /** As it was taken up. */
    BitSet complete() {
        return (BitSet) complete.clone();
    }

    int there(int segment) {
        return there.get(segment);
    }

    void reached(int segment, int count) throws IOException {
        if (count > there.get(segment)) {
            mark(segment, String.format(Locale.ROOT, "%0" + MARK_BYTES + "x", count));
            there.set(segment, count);
        }
    }

    void complete(int segment) throws IOException {
        mark(segment, COMPLETE);
    }

    private void mark(int segment, String mark) throws IOException {
        long at = header.length + (long) MARK_BYTES * segment;
        WholeTransfer.write(file, at, ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
    }

    void force() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
