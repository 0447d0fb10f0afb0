package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is to be published. It is opened by a way that takes no reading: whatever is there, a FIFO does not wait and
 * a device does nothing; what it is, is asked of what was opened.
 *
 * @param name as a person knows it
 * @param version as it was when it was looked at first
 */
record SourceFile(Path name, FileVersion version) {

    /**
     * As it is now.
     *
     * @param real without symbolic links
     */
    static SourceFile look(Path name, Path real) throws IOException {
        try (var directories = new SourceDirectories()) {
            return new SourceFile(name, directories.find(real).version());
        }
    }

    static FileVersion version(Held held, Path path) throws IOException {
        return FileVersion.of(path, held.state());
    }

    /** The same file once more, held open. */
    Held hold(SourceDirectories directories) throws IOException, ReleaseException {
        Held held = directories.hold(version);
        try {
            requireUnchanged(held);
            return held;
        } catch (IOException | ReleaseException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Else part of one version and part of another may have been read. */
    void requireUnchanged(Held held) throws IOException, ReleaseException {
        if (!version.matches(held.state())) {
            throw changed();
        }
    }

    ReleaseException changed() {
        return new ReleaseException(
                name + " was changed while it was read; publish it when whatever writes it is done");
    }
}
