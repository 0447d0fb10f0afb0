package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted where, as the kernel says in {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)). To read that asks no
 * file system: statfs(2) would ask the one in question, which may not answer.
 */
final class MountTable {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    /** Of other machines, and of processes of this one. That of autofs waits while another one is being mounted. */
    private static final Set<String> REMOTE = Set.of(
            "9p",
            "afs",
            "autofs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "fuse",
            "fuseblk",
            "gfs2",
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "orangefs",
            "panfs",
            "pvfs2",
            "smb3",
            "smbfs",
            "virtiofs");

    /** As in {@code fuse.sshfs}. */
    private static final String FUSE = "fuse.";

    /** A space is written as {@code \040}. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private MountTable() {}

    /**
     * One mounted file system.
     *
     * @param number another one after each mount
     * @param type such as {@code nfs4}
     */
    record Mount(String number, Path point, String type) {}

    /** The mounts of file systems that may stop answering, by where they are; none where the table cannot be read. */
    static Map<Path, Mount> remote() {
        try {
            return remote(new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** {@code 36 35 98:0 / /mnt rw,noatime shared:1 - nfs4 server:/export rw}; of two at one place the later is above. */
    static Map<Path, Mount> remote(String table) {
        Map<Path, Mount> mounts = new LinkedHashMap<>();
        table.lines().forEach(line -> {
            String[] fields = line.split(" ", -1);
            int separator = line.indexOf(" - ");
            if (fields.length > 5 && separator > 0) {
                Path point = Path.of(unescaped(fields[4]));
                String type = line.substring(separator + 3).replaceFirst(" .*", "");
                mounts.remove(point);
                if (REMOTE.contains(type) || type.startsWith(FUSE)) {
                    mounts.put(point, new Mount(fields[0], point, type));
                }
            }
        });
        return mounts;
    }

    private static String unescaped(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 8))));
    }
}
