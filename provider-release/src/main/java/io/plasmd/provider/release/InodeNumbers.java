package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which file systems tell inode numbers that mean something. Some make up another one whenever they have forgotten the
 * last (sshfs, mergerfs, 9p, FAT), or at each look; there the other parts of the identity have to do.
 */
public final class InodeNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(InodeNumbers.class);
    private static final long SECOND = 1_000_000_000L;

    /** By device, of this process; a number of a device says nothing after a mount. */
    private static final Set<Long> UNSTABLE = ConcurrentHashMap.newKeySet();

    private InodeNumbers() {}

    /** That of a file; zero where it means nothing. */
    static long of(FileState state) {
        return UNSTABLE.contains(state.device()) ? 0 : state.inode();
    }

    /**
     * Finds out, where a file was met under another inode number than before and is the same otherwise. To the nanosecond
     * the same time of change means the same file; where times are coarser, only an open file can tell.
     *
     * @param open what is there now
     */
    public static void check(FileVersion before, OpenFile open) throws IOException {
        FileState first = open.state();
        if (before.differsByInodeAlone(FileVersion.of(before.path(), first))) {
            compare(before.path(), first, open.state());
        }
    }

    /** What two looks at one open file say of its file system. */
    static void compare(Path path, FileState first, FileState second) {
        boolean changes = first.inode() != second.inode();
        if ((changes || first.changedNanos() % SECOND != 0) && UNSTABLE.add(first.device())) {
            LOG.warn(
                    "the file system of {} changes the inode numbers of its files; there, files are told apart without"
                            + " them, by size, time and time of change",
                    path);
        }
    }
}
