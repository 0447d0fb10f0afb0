package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
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
    private final OpenDirectories open = new OpenDirectories(Path.of("/"), Held::root, Held::directory);

    /** Something without symbolic links in its path, as it is now. */
    record Found(Path directory, String name, FileState state) {
        FileVersion version() {
            return FileVersion.of(directory, name, state);
        }

        Path path() {
            return directory.resolve(name);
        }
    }

    /** What a path leads to. */
    Found find(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path last = absolute.getFileName();
        if (parent == null || last == null || last.toString().startsWith(".")) {
            // Of "." and ".." the last name is not what they are called.
            return look(absolute.toRealPath());
        }
        Path directory = givenReal;
        if (directory == null || !parent.equals(given)) {
            directory = parent.toRealPath();
            given = parent;
            givenReal = directory;
        }
        Found found = look(directory, last.toString());
        return found.state().isLink() ? look(found.path().toRealPath()) : found;
    }

    private Found look(Path real) throws IOException {
        return look(Objects.requireNonNull(real.getParent(), "a file is in a directory"), Disk.name(real));
    }

    /** Symbolic links in the real path were put there since it was asked for, and lead nowhere. */
    private Found look(Path directory, String name) throws IOException {
        return new Found(directory, name, open.of(directory).look(name));
    }

    /** Whether this process may read something that was found. */
    boolean isReadable(Found found) throws IOException {
        return found.state().isReadableForAll() || open.of(found.directory()).use(found.name(), Files::isReadable);
    }

    /** Holds a file that was found. */
    Held hold(FileVersion file) throws IOException {
        return open.of(file.directory()).child(file.name());
    }

    @Override
    public void close() {
        open.close();
    }
}
