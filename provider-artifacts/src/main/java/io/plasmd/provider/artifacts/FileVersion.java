package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One version of a file: what must stay the same for its bytes to be the same.
 *
 * @param path the real path, without symbolic links
 * @param size in bytes
 * @param modifiedNanos since the epoch
 * @param fileKey device and inode
 */
record FileVersion(Path path, long size, long modifiedNanos, String fileKey) {

    static FileVersion of(Path realPath, BasicFileAttributes attributes) {
        return new FileVersion(
                realPath,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                Objects.toString(attributes.fileKey()));
    }

    static FileVersion read(Path realPath) throws IOException {
        return of(realPath, Files.readAttributes(realPath, BasicFileAttributes.class));
    }

    boolean matches(BasicFileAttributes attributes) {
        return attributes.size() == size
                && attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) == modifiedNanos
                && isSameFile(attributes);
    }

    /** Whether it is still the same inode, changed or not. */
    boolean isSameFile(BasicFileAttributes attributes) {
        return fileKey.equals(Objects.toString(attributes.fileKey()));
    }

    Path directory() {
        return Objects.requireNonNull(path.getParent(), "a file has a directory");
    }

    /** The time of the last change in whole seconds, which is all that HTTP dates can say. */
    Instant modifiedSecond() {
        return Instant.ofEpochSecond(Math.floorDiv(modifiedNanos, 1_000_000_000L));
    }
}
