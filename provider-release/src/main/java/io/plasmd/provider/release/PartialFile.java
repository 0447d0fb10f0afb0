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
import java.util.Arrays;
import java.util.BitSet;

/**
 * An artifact that is not all there yet: its bytes where they belong in a sparse file, and beside it a text file with one
 * character for each segment. A character is changed after all bytes of its segment were written, so whatever a killed
 * process leaves is right. What does not look like that is started over.
 *
 * <p>The lock is of the operating system, and ends with the process.
 */
final class PartialFile implements Closeable {
    private static final byte MISSING = '.';
    private static final byte COMPLETE = '#';

    private final Path path;
    private final Path marksPath;
    private final long size;
    private final int segmentSize;
    private final byte[] header;
    private final FileChannel data;
    private final FileChannel marks;
    private final BitSet complete = new BitSet();

    private PartialFile(
            Path path, Path marksPath, RemoteArtifact artifact, int segmentSize, FileChannel data, FileChannel marks) {
        this.path = path;
        this.marksPath = marksPath;
        this.size = artifact.size();
        this.segmentSize = segmentSize;
        this.data = data;
        header = ("partial 1 " + artifact.digest().prefixed() + " " + size + " bytes in segments of " + segmentSize
                        + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.marks = marks;
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
            byte[] all = Arrays.copyOf(header, header.length + segments());
            Arrays.fill(all, header.length, all.length, MISSING);
            marks.truncate(0);
            writeAll(marks, 0, ByteBuffer.wrap(all));
        }
    }

    private boolean isSensible() throws IOException {
        if (marks.size() != header.length + (long) segments()) {
            return false;
        }
        ByteBuffer all = ByteBuffer.allocate(header.length + segments());
        readAll(marks, 0, all);
        if (!all.slice(0, header.length).equals(ByteBuffer.wrap(header))) {
            return false;
        }
        for (int i = 0; i < segments(); i++) {
            byte mark = all.get(header.length + i);
            if (mark != MISSING && mark != COMPLETE) {
                return false;
            }
            complete.set(i, mark == COMPLETE);
        }
        return data.size() <= size && (complete.isEmpty() || data.size() >= end(complete.length() - 1));
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

    /** All of its bytes were written. */
    void complete(int segment) throws IOException {
        writeAll(marks, header.length + (long) segment, ByteBuffer.wrap(new byte[] {COMPLETE}));
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
