package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Who runs this process, as the kernel sees it when files are made (proc_pid_status(5)).
 *
 * @param user number
 * @param groups numbers of all groups
 */
record Caller(int user, Set<Integer> groups) {
    private static final int ROOT = 0;

    /** Of the four users and groups of a process: real, effective, saved, and the one that file systems ask. */
    private static final int FILE_SYSTEM = 4;

    Caller {
        groups = Set.copyOf(groups);
    }

    static Caller current() throws IOException {
        int user = -1;
        Set<Integer> groups = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            String[] words = line.strip().split("\\s+", -1);
            switch (words[0]) {
                case "Uid:" -> user = Integer.parseUnsignedInt(words[FILE_SYSTEM]);
                case "Gid:" -> groups.add(Integer.parseUnsignedInt(words[FILE_SYSTEM]));
                case "Groups:" -> {
                    for (int i = 1; i < words.length; i++) {
                        groups.add(Integer.parseUnsignedInt(words[i]));
                    }
                }
                default -> {}
            }
        }
        return new Caller(user, groups);
    }

    boolean isRoot() {
        return user == ROOT;
    }

    /** Whether nobody else can have put something there: root could do anything anyway. */
    boolean trusts(Inode inode) {
        return inode.owner() == ROOT || inode.owner() == user;
    }
}
