package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which file systems may stop answering. */
final class MountTableTest {
    private static final String TABLE = """
            27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
            28 27 0:30 / /srv/boot rw,relatime shared:2 - nfs4 10.0.0.1:/boot rw,hard
            29 27 0:31 / /srv/with\\040space rw shared:3 master:1 - fuse.sshfs boot@server:/ rw
            30 27 0:32 / /sys/fs/fuse/connections rw - fusectl fusectl rw
            31 27 0:33 / /mnt/auto rw - autofs systemd-1 rw
            32 31 254:1 / /mnt/auto rw - ext4 /dev/vdb rw
            33 27 0:34 / /mnt/share rw - cifs //server/share rw
            a line of another kernel
            """;

    @Test
    void thoseOfOtherMachinesAndProcesses() {
        assertEquals(
                List.of(Path.of("/srv/boot"), Path.of("/srv/with space"), Path.of("/mnt/share")),
                List.copyOf(MountTable.remote(TABLE).keySet()));
        assertEquals(
                List.of("nfs4", "fuse.sshfs", "cifs"),
                MountTable.remote(TABLE).values().stream()
                        .map(MountTable.Mount::type)
                        .toList());
    }

    @Test
    void theTableOfThisMachineCanBeRead() {
        assertFalse(MountTable.remote().containsKey(Path.of("/proc")));
        assertTrue(MountTable.remote().values().stream()
                .noneMatch(mount -> mount.type().equals("tmpfs")));
    }
}
