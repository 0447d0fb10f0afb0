package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * An artifact that is not all there yet: its bytes where they belong in a sparse file, and beside it a text file that says
 * for each segment how many bytes of it are there. A number is changed after the bytes were written, so whatever a killed
 * process leaves is right. What does not look like that is started over.
 *
 * <p>The lock is of the operating system, and ends with the process.
 */
final class PartialFile implements Closeable {
    private final Path path;
    private final Path marksPath;
    private final Segments segments;
    private final FileChannel data;
    private final PartialMarks marks;

    private PartialFile(Path path, Path marksPath, Segments segments, FileChannel data, PartialMarks marks) {
        this.path = path;
        this.marksPath = marksPath;
        this.segments = segments;
        this.data = data;
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
                    var segments = new Segments(artifact.size(), segmentSize);
                    var taken = new PartialMarks(marks, artifact.digest(), segments);
                    if (!taken.takeUp(data.size())) {
                        data.truncate(0);
                    }
                    return new PartialFile(path, marksPath, segments, data, taken);
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
            lock = FileLocks.tryLock(data, path);
        } catch (OverlappingFileLockException e) {
            // Held by this process.
            lock = null;
        }
        if (lock == null) {
            throw new ReleaseException(artifact.name() + ": another fetch is writing " + path
                    + ". Wait until it is done, then do the same again.");
        }
    }

    Path path() {
        return path;
    }

    int segments() {
        return segments.count();
    }

    int segmentAt(long position) {
        return segments.at(position);
    }

    long start(int segment) {
        return segments.start(segment);
    }

    long end(int segment) {
        return segments.end(segment);
    }

    /** When it was opened. */
    BitSet complete() {
        return marks.complete();
    }

    /** How many bytes of a segment are there, from its start on. */
    int there(int segment) {
        return marks.there(segment);
    }

    /** So many bytes of a segment were written, from its start on. What was there before stays there. */
    void reached(int segment, int count) throws IOException {
        marks.reached(segment, count);
    }

    /** All of its bytes were written. */
    void complete(int segment) throws IOException {
        marks.complete(segment);
    }

    void write(long position, ByteBuffer bytes) throws IOException {
        WholeTransfer.write(data, position, bytes);
    }

    /** Fills the buffer. */
    void read(long position, ByteBuffer bytes) throws IOException {
        WholeTransfer.read(data, position, bytes);
    }

    long dataSize() throws IOException {
        return data.size();
    }

    /** Bytes first: marks on the disk without them would be believed. */
    void force() throws IOException {
        data.force(true);
        marks.force();
    }

    /** Closed first: NFS gives a file that is open another name, and keeps it. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(marksPath);
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        try (data) {
            marks.close();
        }
    }
}
