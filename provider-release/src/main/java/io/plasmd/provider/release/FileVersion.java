package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file: what must stay the same for its bytes to be the same.
 *
 * @param path the real path, without symbolic links
 * @param size in bytes
 * @param modifiedNanos since the epoch
 * @param fileKey device and inode
 */
public record FileVersion(Path path, long size, long modifiedNanos, FileKey fileKey) {

    /** What the file system says of a file. */
    public static FileVersion of(Path realPath, BasicFileAttributes attributes) {
        return new FileVersion(
                realPath,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                FileKey.of(attributes));
    }

    /** Asks the file system. */
    public static FileVersion read(Path realPath) throws IOException {
        return of(realPath, Files.readAttributes(realPath, BasicFileAttributes.class));
    }

    /** Whether a file is still this version. */
    public boolean matches(BasicFileAttributes attributes) {
        return hasSizeAndTimeOf(attributes) && isSameFile(attributes);
    }

    /** Whether it is still the same inode, whatever is in it by now. */
    public boolean isSameFile(BasicFileAttributes attributes) {
        return fileKey.isOf(attributes);
    }

    /** Whether a file, if it is still the same inode, is still this version. */
    public boolean hasSizeAndTimeOf(BasicFileAttributes attributes) {
        return attributes.size() == size && attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) == modifiedNanos;
    }

    /** Where the file is. */
    public Path directory() {
        return Objects.requireNonNull(path.getParent(), "a file has a directory");
    }

    /** The time of the last change in whole seconds, which is all that HTTP dates can say. */
    public Instant modifiedSecond() {
        return Instant.ofEpochSecond(Math.floorDiv(modifiedNanos, 1_000_000_000L));
    }

    /** Written out, as is the next: what a record brings is put together at the first call, 20 ms of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileVersion version
                && size == version.size
                && modifiedNanos == version.modifiedNanos
                && fileKey.equals(version.fileKey)
                && path.equals(version.path);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * path.hashCode() + Long.hashCode(size)) + Long.hashCode(modifiedNanos);
    }
}
