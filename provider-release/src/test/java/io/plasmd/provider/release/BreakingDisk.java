package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A disk that works for a number of changes, and then no more. */
final class BreakingDisk extends Disk {

    /** What happens then. */
    enum Break {
        /** As after {@code kill -9}: no code of the process runs any more. */
        KILLED,
        /** As when it is full: what makes something new fails, while removing works. */
        FULL
    }

    private final Break kind;
    private final int works;
    private int changes;

    BreakingDisk(Break kind, int works) {
        this.kind = kind;
        this.works = works;
    }

    /** How many changes have been asked for. */
    int changes() {
        return changes;
    }

    @Override
    void before(String change, Path path) throws IOException {
        changes++;
        if (changes <= works) {
            return;
        }
        if (kind == Break.KILLED) {
            Runtime.getRuntime().halt(137);
        }
        if (!change.equals("delete")) {
            throw new FileSystemException(path.toString(), null, "No space left on device");
        }
    }
}
