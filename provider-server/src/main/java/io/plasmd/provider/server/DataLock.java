package io.plasmd.provider.server;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second server out of a data directory: each would write over what the other remembers. Where nothing can be
 * written, or the file system has no locks, there is none.
 */
final class DataLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataLock.class);
    private static final String NAME = ".lock";
    private static final String UNKNOWN = "unknown";

    private final @Nullable FileChannel file;

    private DataLock(@Nullable FileChannel file) {
        this.file = file;
    }

    /** In a directory of the server's own: nobody else can hold it. */
    static DataLock take(DataDirectory data) throws StartException {
        String holder;
        try {
            Path path = data.own().resolve(NAME);
            holder = lookAndNote(path);
            if (holder.isEmpty()) {
                // Open for reading only: else the disk could not be made read-only while the server runs.
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                if (isHeld(file)) {
                    return new DataLock(file);
                }
                holder = holder(file);
                close(file);
            }
        } catch (IOException | ConfigException e) {
            // Whoever wants to write there says so; or the file system has no locks.
            LOG.debug("no lock in {}", data, e);
            return new DataLock(null);
        }
        throw new StartException(
                ExitStatus.FAILED,
                "another server (process " + holder + ") uses the data directory " + data
                        + ". Stop it, or give this one a directory of its own with --data.");
    }

    /** Notes this process as the holder; or tells which other one is. */
    private static String lookAndNote(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            if (file.tryLock() == null) {
                return holder(file);
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((self() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return "";
        } catch (OverlappingFileLockException e) {
            // Of another server in this process.
            return self();
        }
    }

    /** Another one that had it in between has noted itself. */
    private static boolean isHeld(FileChannel file) {
        try {
            return file.tryLock(0, Long.MAX_VALUE, true) != null && holder(file).equals(self());
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            LOG.debug("the file system has no locks", e);
            return true;
        }
    }

    private static String self() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /**
     * The server that has a data directory now.
     *
     * @param process 0 where it is not known
     */
    record Holder(boolean isThere, long process) {
        private static final Holder NONE = new Holder(false, 0);
    }

    /** Who has it now; leaves nothing behind. */
    static Holder find(Path data) {
        try (FileChannel file = FileChannel.open(
                data.resolve(DataDirectory.STATE).resolve(NAME),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            if (file.tryLock() != null) {
                return Holder.NONE;
            }
            String process = holder(file);
            return new Holder(true, process.equals(UNKNOWN) ? 0 : Long.parseLong(process));
        } catch (OverlappingFileLockException e) {
            return new Holder(true, ProcessHandle.current().pid());
        } catch (IOException e) {
            // There is none, or it is not for this user.
            return Holder.NONE;
        }
    }

    private static String holder(FileChannel file) {
        try {
            ByteBuffer text = ByteBuffer.allocate(20);
            file.read(text, 0);
            String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d{1,18}") ? pid : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            close(file);
        }
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("cannot close the lock", e);
        }
    }
}
