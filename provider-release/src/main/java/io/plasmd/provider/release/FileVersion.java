package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file: what must stay the same for its bytes to be the same. Size and time alone are no identity, since
 * whoever owns a file sets its time as he likes; the time of the inode's change nobody can set. The device is no part of
 * it: many file systems have another number after each mount.
 *
 * <p>Kept for each of a hundred thousand files: so all files of a directory share the path of it.
 *
 * @param directory its real path, without symbolic links
 * @param name of the file in it
 * @param size in bytes
 * @param modifiedNanos since the epoch
 * @param changedNanos of the inode, since the epoch
 * @param inode its number; zero where the file system tells another one at each look
 */
public record FileVersion(Path directory, String name, long size, long modifiedNanos, long changedNanos, long inode) {

    /** Of a file by its real path. */
    public FileVersion(Path path, long size, long modifiedNanos, long changedNanos, long inode) {
        this(
                Objects.requireNonNull(path.getParent(), "a file has a directory"),
                path.getFileName().toString(),
                size,
                modifiedNanos,
                changedNanos,
                inode);
    }

    /** What the kernel says of a file. */
    public static FileVersion of(Path realPath, FileState state) {
        return new FileVersion(
                realPath, state.size(), state.modifiedNanos(), state.changedNanos(), InodeNumbers.of(state));
    }

    /** The same of a file whose directory and name are known already. */
    public static FileVersion of(Path realDirectory, String name, FileState state) {
        return new FileVersion(
                realDirectory, name, state.size(), state.modifiedNanos(), state.changedNanos(), InodeNumbers.of(state));
    }

    /** The real path, without symbolic links. */
    public Path path() {
        return directory.resolve(name);
    }

    /** Asks the file system. A link in the place of a real path is not followed, and matches nothing. */
    public static FileVersion read(Path realPath) throws IOException {
        return of(realPath, FileState.at(realPath, LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether a file is still this version. */
    public boolean matches(FileState state) {
        return changedNanos == state.changedNanos() && hasSizeAndTimeOf(state) && inode == InodeNumbers.of(state);
    }

    /** Whether an open file, of which the inode may have been linked or renamed since, can still be this version. */
    public boolean hasSizeAndTimeOf(FileState state) {
        return size == state.size() && modifiedNanos == state.modifiedNanos();
    }

    /** Whether two versions are the same but for the number of the inode. */
    public boolean differsByInodeAlone(FileVersion other) {
        return inode != other.inode
                && equals(new FileVersion(
                        other.directory, other.name, other.size, other.modifiedNanos, other.changedNanos, inode));
    }

    /** The time of the last modification in whole seconds, which is all that HTTP dates can say. */
    public Instant modifiedSecond() {
        return second(modifiedNanos);
    }

    /**
     * The same, but of a date from the future the time at which it was given: nothing that we date is to be later than
     * now (RFC 9110, section 8.8.2.1).
     */
    public Instant datedSecond(Instant now) {
        Instant modified = modifiedSecond();
        if (!modified.isAfter(now)) {
            return modified;
        }
        Instant given = second(changedNanos);
        return given.isAfter(now) ? now.truncatedTo(ChronoUnit.SECONDS) : given;
    }

    private static Instant second(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L));
    }

    /** Written out, as is the next: what a record brings is put together at the first call, 20 ms of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileVersion version
                && size == version.size
                && modifiedNanos == version.modifiedNanos
                && changedNanos == version.changedNanos
                && inode == version.inode
                && name.equals(version.name)
                && directory.equals(version.directory);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * directory.hashCode() + name.hashCode()) + Long.hashCode(size))
                + Long.hashCode(changedNanos);
    }
}
