package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** The directories of a release that is being put together, made where they are missing. For one thread. */
final class ContentDirectories implements Closeable {
    private final Disk disk;
    private final OpenDirectories open;

    ContentDirectories(Path content, Disk disk) {
        this.disk = disk;
        this.open = new OpenDirectories(content, () -> disk.tree().directory(content), this::open);
    }

    /** That of a file. It is closed with this. */
    Held of(Path file) throws IOException {
        return open.of(Objects.requireNonNull(file.getParent(), "in a release"));
    }

    private Held open(Held parent, String name) throws IOException {
        try {
            return disk.tree().directoryIn(parent, name);
        } catch (NoSuchFileException e) {
            return disk.createDirectoryUnforced(parent, name);
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
