package io.plasmd.provider.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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

    /** In a directory of the server's own: nobody else can hold its lock. */
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final @Nullable FileChannel file;

    private DataLock(@Nullable FileChannel file) {
        this.file = file;
    }

    static DataLock take(Path data) throws StartException {
        FileChannel file;
        try {
            Path state = data.resolve("state");
            Files.createDirectories(state, PRIVATE);
            file = FileChannel.open(
                    state.resolve(NAME),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            // Whoever wants to write there says so.
            LOG.debug("no lock in {}", data, e);
            return new DataLock(null);
        }
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                note(file);
                return new DataLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // Of another server in this process.
        } catch (IOException e) {
            LOG.debug("the file system of {} has no locks", data, e);
            return new DataLock(file);
        }
        String holder = holder(file);
        close(file);
        throw new StartException(
                ExitStatus.FAILED,
                "another server" + (holder.isEmpty() ? "" : " (process " + holder + ")") + " uses the data directory "
                        + data + ". Stop it, or give this one a directory of its own with --data.");
    }

    /** Whether a server has it now; leaves nothing behind. */
    static boolean isTaken(Path data) {
        try (FileChannel file = FileChannel.open(
                data.resolve("state").resolve(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            // There is none, or it is not for this user.
            return false;
        }
    }

    private static void note(FileChannel file) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static String holder(FileChannel file) {
        try {
            ByteBuffer text = ByteBuffer.allocate(20);
            file.read(text, 0);
            String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d+") ? pid : "";
        } catch (IOException e) {
            return "";
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
