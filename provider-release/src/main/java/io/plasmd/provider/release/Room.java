package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is room on a disk for what is to come. */
final class Room {
    private static final String KEPT = " Make room, then do the same again: what is there already is kept.";

    private Room() {}

    /** What is larger than the disk is not even taken note of there: the notes would be large as well. */
    static void requireEver(Path directory, long bytes) throws IOException, ReleaseException {
        if (bytes < 0 || bytes > Files.getFileStore(directory).getTotalSpace()) {
            require(directory, bytes < 0 ? Long.MAX_VALUE : bytes);
        }
    }

    /** Looked at before the first byte comes, so that nobody waits an hour for it. */
    static void require(Path directory, long bytes) throws IOException, ReleaseException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (bytes > free) {
            throw new ReleaseException(
                    directory + ": " + bytes + " bytes are still to come, and " + free + " are free there." + KEPT);
        }
    }

    /** With how much room there is now, if that can be told. */
    static ReleaseException cannotWrite(String name, Path file, long missing, IOException e) {
        String free;
        try {
            free = Files.getFileStore(file).getUsableSpace() + " are free there";
        } catch (IOException _) {
            free = "how many are free there cannot be told";
        }
        return new ReleaseException(
                name + ": cannot write " + file + ": " + Pem.reason(e) + ". " + missing
                        + " bytes are still to come, and " + free + "." + KEPT,
                e);
    }
}
