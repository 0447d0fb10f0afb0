package io.plasmd.provider.artifacts;

import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.FileVersion;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that are mapped: each version once, for as long as somebody downloads it. A mapping for each download made the
 * process look tens of gigabytes large.
 */
final class Mappings {
    private final Map<FileVersion, Shared> shared = new HashMap<>();

    /** A mapping, and how many use it. */
    private static final class Shared {
        private final Mapping mapping;
        private int users;

        Shared(Mapping mapping) {
            this.mapping = mapping;
        }
    }

    /** One download's part in a mapping. */
    final class Use implements Closeable {
        private final FileVersion version;
        private final Shared of;
        private boolean closed;

        private Use(FileVersion version, Shared of) {
            this.version = version;
            this.of = of;
        }

        ByteBuffer slice(long offset, int length) {
            return of.mapping.slice(offset, length);
        }

        @Override
        public void close() {
            synchronized (shared) {
                if (closed) {
                    return;
                }
                closed = true;
                if (--of.users > 0) {
                    return;
                }
                shared.remove(version);
            }
            of.mapping.unmap();
        }
    }

    /**
     * Takes part in the mapping of a version.
     *
     * @param file open on that version
     */
    Use begin(FileVersion version, OpenFile file) throws IOException {
        synchronized (shared) {
            Shared of = shared.get(version);
            if (of == null) {
                of = new Shared(new Mapping(file, version.size()));
                shared.put(version, of);
            }
            of.users++;
            return new Use(version, of);
        }
    }
}
