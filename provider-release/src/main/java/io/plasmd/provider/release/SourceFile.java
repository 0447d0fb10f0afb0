package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that is to be published. It is opened by a way that takes no reading: whatever is there, a FIFO does not wait and
 * a device does nothing; what it is, is asked of what was opened.
 *
 * @param name as a person knows it
 * @param version as it was when it was looked at first
 */
record SourceFile(Path name, FileVersion version) {

    /** As it is now. */
    static SourceFile look(Path name, Path real) throws IOException {
        try (Held held = hold(real)) {
            return new SourceFile(name, version(held, real));
        }
    }

    /** Symbolic links in the real path were put there since it was asked for, and lead nowhere. */
    static Held hold(Path real) throws IOException {
        Path parent = Objects.requireNonNull(real.getParent(), "a file is in a directory");
        try (Held directory = Walk.strictly(parent)) {
            return directory.child(Objects.requireNonNull(real.getFileName(), "a file has a name")
                    .toString());
        }
    }

    static FileVersion version(Held held, Path path) throws IOException {
        return FileVersion.of(path, FileState.at(held.self()));
    }

    /** The same file once more, held open. */
    Held hold() throws IOException, ReleaseException {
        Held held = hold(version.path());
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
        if (!version(held, version.path()).equals(version)) {
            throw changed();
        }
    }

    ReleaseException changed() {
        return new ReleaseException(
                name + " was changed while it was read; publish it when whatever writes it is done");
    }
}
