package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where files are that are to be published. For one thread. */
final class SourceDirectories implements Closeable {
    private @Nullable Path given;
    private @Nullable Path givenReal;
    private final LastDirectory last = new LastDirectory(Walk::strictly);

    /** The path of a file without symbolic links, as it is now. */
    Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null || name.toString().startsWith(".")) {
            // Of "." and ".." the last name is not what they are called.
            return absolute.toRealPath();
        }
        Path directory = givenReal;
        if (directory == null || !parent.equals(given)) {
            directory = parent.toRealPath();
            given = parent;
            givenReal = directory;
        }
        Path there = directory.resolve(name);
        return Files.isSymbolicLink(there) ? there.toRealPath() : there;
    }

    /** Symbolic links in the real path were put there since it was asked for, and lead nowhere. */
    Held hold(Path file) throws IOException {
        Path parent = Objects.requireNonNull(file.getParent(), "a file is in a directory");
        return last.of(parent).child(Disk.name(file));
    }

    @Override
    public void close() {
        last.close();
    }
}
