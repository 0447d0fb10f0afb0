package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a release that is being put together, made where they are missing. The last one is held open, since
 * files come in the order of their names. For one thread.
 */
final class ContentDirectories implements Closeable {
    private final Path content;
    private final Disk disk;
    private @Nullable Path last;
    private @Nullable Held held;

    ContentDirectories(Path content, Disk disk) {
        this.content = content;
        this.disk = disk;
    }

    /** That of a file. It is closed with this. */
    Held of(Path file) throws IOException {
        Path directory = file.getParent();
        Held open = held;
        if (open == null || directory == null || !directory.equals(last)) {
            close();
            open = open(directory == null ? content : directory);
            held = open;
            last = directory;
        }
        return open;
    }

    private Held open(Path directory) throws IOException {
        try {
            return disk.tree().directory(directory);
        } catch (NoSuchFileException e) {
            disk.createDirectoriesUnforced(directory);
            return disk.tree().directory(directory);
        }
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
