package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user and the group that new files of this process belong to. */
public final class OwnUser {
    /** Where there is no /proc: then nobody can say whose a file should be. */
    public static final int UNKNOWN = -1;

    public static final int ROOT = 0;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int UID = read("Uid:");
    private static final int GID = read("Gid:");

    private OwnUser() {}

    public static int uid() {
        return UID;
    }

    public static int gid() {
        return GID;
    }

    /** Not by name: a container may run as a number that no name belongs to, and a name may be asked of a network. */
    private static int read(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                // Real, effective, saved, and that of the file system (proc(5)).
                String[] words = line.split("\\s+", -1);
                if (words[0].equals(field) && words.length > 4) {
                    return Integer.parseInt(words[4]);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Unknown, then.
        }
        return UNKNOWN;
    }
}
