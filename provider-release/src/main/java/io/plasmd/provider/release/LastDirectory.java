package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory that was asked for last, held open, since files come in the order of their names: to go there from the root
 * for each of ten thousand files takes longer than to copy them. For one thread.
 */
final class LastDirectory implements Closeable {
    private final Opener opener;
    private @Nullable Path last;
    private @Nullable Held held;

    /** How one is opened. */
    interface Opener {
        Held open(Path directory) throws IOException;
    }

    LastDirectory(Opener opener) {
        this.opener = opener;
    }

    /** It is closed with this, and when another one is asked for. */
    Held of(Path directory) throws IOException {
        Held open = held;
        if (open == null || !directory.equals(last)) {
            close();
            open = opener.open(directory);
            held = open;
            last = directory;
        }
        return open;
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
