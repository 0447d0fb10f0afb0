package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Locks of the operating system, which end with their process (fcntl(2)). */
final class FileLocks {
    private FileLocks() {}

    /**
     * Locks a file.
     *
     * @return null where another process has it locked
     * @throws ReleaseException where the file system has no locks, without which two who publish at once, or one who
     *     clears up after the other, would destroy each other's work
     */
    static @Nullable FileLock tryLock(FileChannel channel, Path file) throws IOException, ReleaseException {
        try {
            return channel.tryLock();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new ReleaseException(
                    "the file system of " + file + " has no locks (" + e.getMessage()
                            + "), which keep those who publish"
                            + " at once from destroying each other's work. Mount it with locks (NFS: the service"
                            + " rpc-statd, or the option local_lock=all where only this machine publishes), or put the"
                            + " artifacts on another file system",
                    e);
        }
    }
}
