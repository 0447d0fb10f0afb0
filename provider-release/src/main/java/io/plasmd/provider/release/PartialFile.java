package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Pattern;

/**
 * An artifact that is not all there yet: its bytes where they belong in a sparse file, and beside it a text file that says
 * for each segment how many bytes of it are there. A number is changed after the bytes were written, so whatever a killed
 * process leaves is right. What does not look like that is started over.
 *
 * <p>The lock is of the operating system, and ends with the process.
 */
final class PartialFile implements Closeable {
    /** Of a segment: a number in hexadecimal digits. Each lies within one page, so that a kill never leaves half of one. */
    private static final int MARK_BYTES = 8;

    private static final Pattern MARK = Pattern.compile("[0-9a-f]{" + MARK_BYTES + "}");
    private static final String NOTHING = "00000000";
    private static final String COMPLETE = "########";

    private final Path path;
    private final Path marksPath;
    private final long size;
    private final int segmentSize;
    private final byte[] header;
    private final FileChannel data;
    private final FileChannel marks;
    private final BitSet complete = new BitSet();
    private final AtomicIntegerArray there;

    private PartialFile(
            Path path, Path marksPath, RemoteArtifact artifact, int segmentSize, FileChannel data, FileChannel marks) {
        this.path = path;
        this.marksPath = marksPath;
        this.size = artifact.size();
        this.segmentSize = segmentSize;
        this.data = data;
        header = header(artifact, segmentSize);
        this.marks = marks;
        there = new AtomicIntegerArray(segments());
    }

    /** Of a length after which every mark lies in one page. */
    private static byte[] header(RemoteArtifact artifact, int segmentSize) {
        String text = "partial 2 " + artifact.digest().prefixed() + " " + artifact.size() + " bytes in segments of "
                + segmentSize;
        int length = (text.length() / MARK_BYTES + 1) * MARK_BYTES;
        return (text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Beside a file that is being fetched: which segments of it are there. Of no use without the file. */
    static Path marks(Path directory, Digest digest) {
        return directory.resolve(digest.hex() + ".progress");
    }

    /** Not through the link of another user, either. */
    static void createDirectories(Path directory) throws IOException {
        Walk.Maker maker = (parent, name) -> {
            parent.use(name, Files::createDirectory);
            return parent.directory(name);
        };
        new Walk(Caller.current(), maker).to(directory).close();
    }

    /** Takes up what is there, or begins with nothing. */
    static PartialFile open(Path directory, RemoteArtifact artifact, int segmentSize)
            throws IOException, ReleaseException {
        Path path = directory.resolve(artifact.digest().hex());
        Path marksPath = marks(directory, artifact.digest());
        try (Held held = new Walk(Caller.current(), Walk.NONE).to(directory)) {
            FileChannel data = StoreFile.open(held, path);
            try {
                lock(data, path, artifact);
                FileChannel marks = StoreFile.open(held, marksPath);
                try {
                    var partial = new PartialFile(path, marksPath, artifact, segmentSize, data, marks);
                    partial.takeUp();
                    return partial;
                } catch (IOException | RuntimeException e) {
                    marks.close();
                    throw e;
                }
            } catch (IOException | ReleaseException | RuntimeException e) {
                data.close();
                throw e;
            }
        }
    }

    private static void lock(FileChannel data, Path path, RemoteArtifact artifact)
            throws IOException, ReleaseException {
        FileLock lock;
        try {
            lock = data.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this process.
            lock = null;
        }
        if (lock == null) {
            throw new ReleaseException(artifact.name() + ": another fetch is writing " + path
                    + ". Wait until it is done, then do the same again.");
        }
    }

    private void takeUp() throws IOException {
        if (!isSensible()) {
            complete.clear();
            data.truncate(0);
            marks.truncate(0);
            ByteBuffer all = ByteBuffer.allocate(marksSize()).put(header);
            for (int i = 0; i < segments(); i++) {
                there.set(i, 0);
                all.put(NOTHING.getBytes(StandardCharsets.US_ASCII));
            }
            writeAll(marks, 0, all.flip());
        }
    }

    private int marksSize() {
        return header.length + MARK_BYTES * segments();
    }

    private boolean isSensible() throws IOException {
        if (marks.size() != marksSize() || data.size() > size) {
            return false;
        }
        ByteBuffer all = ByteBuffer.allocate(marksSize());
        readAll(marks, 0, all);
        if (!all.slice(0, header.length).equals(ByteBuffer.wrap(header))) {
            return false;
        }
        for (int i = 0; i < segments(); i++) {
            String mark = new String(
                    all.array(), header.length + MARK_BYTES * i, MARK_BYTES, StandardCharsets.US_ASCII);
            if (!isSensible(i, mark)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSensible(int segment, String mark) throws IOException {
        long length = end(segment) - start(segment);
        long count;
        if (mark.equals(COMPLETE)) {
            complete.set(segment);
            count = length;
        } else if (MARK.matcher(mark).matches()) {
            count = Long.parseLong(mark, 16);
        } else {
            return false;
        }
        there.set(segment, (int) Math.min(count, length));
        return count <= length && (count == 0 || data.size() >= start(segment) + count);
    }

    Path path() {
        return path;
    }

    /** An artifact of no bytes has one segment of none. */
    int segments() {
        return (int) Math.max(1, (size + segmentSize - 1) / segmentSize);
    }

    int segmentAt(long position) {
        return (int) (position / segmentSize);
    }

    long start(int segment) {
        return (long) segment * segmentSize;
    }

    long end(int segment) {
        return Math.min(size, start(segment) + segmentSize);
    }

    /** When it was opened. */
    BitSet complete() {
        return (BitSet) complete.clone();
    }

    /** How many bytes of a segment are there, from its start on. */
    int there(int segment) {
        return there.get(segment);
    }

    /** So many bytes of a segment were written, from its start on. What was there before stays there. */
    void reached(int segment, int count) throws IOException {
        if (count > there.get(segment)) {
            mark(segment, String.format(Locale.ROOT, "%0" + MARK_BYTES + "x", count));
            there.set(segment, count);
        }
    }

    /** All of its bytes were written. */
    void complete(int segment) throws IOException {
        mark(segment, COMPLETE);
    }

    private void mark(int segment, String mark) throws IOException {
        long at = header.length + (long) MARK_BYTES * segment;
        writeAll(marks, at, ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
    }

    void write(long position, ByteBuffer bytes) throws IOException {
        writeAll(data, position, bytes);
    }

    /** Fills the buffer. */
    void read(long position, ByteBuffer bytes) throws IOException {
        readAll(data, position, bytes);
    }

    long dataSize() throws IOException {
        return data.size();
    }

    /** Bytes first: marks on the disk without them would be believed. */
    void force() throws IOException {
        data.force(true);
        marks.force(true);
    }

    /** Closed first: NFS gives a file that is open another name, and keeps it. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(marksPath);
        Files.deleteIfExists(path);
    }

    private static void writeAll(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static void readAll(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException("it ends after " + at + " bytes");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        try (data) {
            marks.close();
        }
    }
}
