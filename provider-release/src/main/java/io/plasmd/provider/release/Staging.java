package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A release that is being put together, out of the sight of clients. The lock in it says that its maker lives, and that
 * the store has made the directory: what a killed one leaves is cleared by the next.
 */
final class Staging implements AutoCloseable {
    static final String LOCK = "lock";
    private static final String CONTENT = "content";

    private final Path directory;
    private final Disk disk;
    private final FileChannel lock;
    private final Releases releases;
    private final SortedMap<String, ReleaseRecord.StoredFile> files = new ConcurrentSkipListMap<>();
    private final Map<Digest, String> byDigest = new ConcurrentHashMap<>();
    private @Nullable BulkSync bulk;
    private @Nullable StoredBlobs blobs;

    /** Makes one; to be called with the lock of the store, or its directory could pass for that of a dead publisher. */
    Staging(StoreLayout layout, Releases releases, Disk disk) throws IOException {
        this.directory = layout.staging().resolve(UUID.randomUUID().toString());
        this.disk = disk;
        this.releases = releases;
        disk.createClosedDirectory(directory);
        lock = disk.create(directory.resolve(LOCK));
        try {
            lock.lock();
            disk.createDirectories(content());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** What becomes the directory of the release. */
    Path content() {
        return directory.resolve(CONTENT);
    }

    /** That no other one has. */
    String name() {
        return Disk.name(directory);
    }

    /** A place for what has to be moved to its own by a rename. */
    Path aside(String name) {
        return directory.resolve(name);
    }

    /** By name, with a / after each directory. */
    SortedMap<String, ReleaseRecord.StoredFile> files() {
        return files;
    }

    /** Those of kept releases, looked up when they are first asked for: to go back to a release takes none. */
    synchronized StoredBlobs blobs() {
        if (blobs == null) {
            blobs = new StoredBlobs(releases);
        }
        return blobs;
    }

    /** Before the first of so many files is written. */
    void expect(int count) throws IOException {
        try (Held held = disk.tree().directory(content())) {
            bulk = BulkSync.open(held, count);
        }
    }

    /** To put files in; each thread needs its own. */
    StagingWriter writer() {
        return new StagingWriter(this, disk, bulk == null || !bulk.isPossible());
    }

    void add(String name, Digest digest, FileVersion stored, ReleaseRecord.Making making) {
        files.put(name, ReleaseRecord.StoredFile.of(digest, stored, making));
        byDigest.put(digest, name);
    }

    /** The name of a file that is in already. */
    Optional<String> withDigest(Digest digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    /** Returns when all of it is on the disk, names and directories too. */
    void force() throws IOException {
        if (bulk != null && bulk.isPossible()) {
            disk.before("force", content());
            bulk.force();
            return;
        }
        Set<Path> directories = new TreeSet<>(Comparator.reverseOrder());
        for (String name : files.keySet()) {
            for (Path above = Path.of(name).getParent(); above != null; above = above.getParent()) {
                directories.add(content().resolve(above));
            }
        }
        // What is in a directory before the name of it.
        for (Path one : directories) {
            disk.forceDirectory(one);
        }
        disk.forceDirectory(content());
    }

    /** Closed before it is removed: NFS gives a file that is open another name, and its directory stays. */
    @Override
    public void close() throws IOException {
        if (bulk != null) {
            bulk.close();
        }
        try {
            StagingRemains.removeContent(directory, disk);
        } finally {
            lock.close();
        }
        StagingRemains.removeMark(directory, disk);
    }
}
