package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** The directories of a release that is being put together, made where they are missing. For one thread. */
final class ContentDirectories implements Closeable {
    private final Disk disk;
    private final LastDirectory last = new LastDirectory(this::open);

    ContentDirectories(Disk disk) {
        this.disk = disk;
    }

    /** That of a file. It is closed with this. */
    Held of(Path file) throws IOException {
        return last.of(Objects.requireNonNull(file.getParent(), "in a release"));
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
        last.close();
    }
}
