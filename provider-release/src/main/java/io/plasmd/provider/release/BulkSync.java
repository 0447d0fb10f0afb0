package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has everything on the disk that was written to a file system, in one call (syncfs(2)): to force ten thousand files one
 * after the other takes a minute, in which cp and sha256sum are long done.
 *
 * <p>Only where that is as good: on Linux from 5.8 on, which tells of every write that has failed since the file system was
 * opened for this; and on file systems that are known to wait for the disk. A server behind one (NFS, FUSE) would not be
 * asked to.
 */
final class BulkSync implements Closeable {
    /** Fewer are forced one by one: nobody then waits for what other programs have written. */
    static final int MANY = 100;

    private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int TELLS_MAJOR = 5;
    private static final int TELLS_MINOR = 8;

    private final Optional<Held> directory;

    private BulkSync(Optional<Held> directory) {
        this.directory = directory;
    }

    /** To be opened before the first of so many files is written. */
    static BulkSync open(Path directory, int files) throws IOException {
        try (Held held = new Walk(Caller.current(), Walk.NONE).to(directory)) {
            return open(held, files);
        }
    }

    /** The same of a directory that is held open. */
    static BulkSync open(Held directory, int files) throws IOException {
        boolean isPossible = files >= MANY
                && tellsOfFailures(System.getProperty("os.version", ""))
                && LOCAL.contains(
                        Files.getFileStore(directory.self().toRealPath()).type());
        return new BulkSync(isPossible ? Optional.of(directory.opened()) : Optional.empty());
    }

    /** Whether files need not be forced one by one. */
    boolean isPossible() {
        return directory.isPresent();
    }

    static boolean tellsOfFailures(String kernel) {
        Matcher numbers = RELEASE.matcher(kernel);
        if (!numbers.matches()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > TELLS_MAJOR || (major == TELLS_MAJOR && Integer.parseInt(numbers.group(2)) >= TELLS_MINOR);
    }

    /** Returns when all of it is on the disk, files and names in directories, where this is possible. */
    void force() throws IOException {
        if (directory.isPresent()) {
            directory.get().syncFileSystem();
        }
    }

    @Override
    public void close() {
        directory.ifPresent(Held::close);
    }
}
