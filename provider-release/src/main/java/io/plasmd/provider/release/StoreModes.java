package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;

/**
 * Permissions of what the store makes, whatever the umask is: the server is another user, and reads. Where the directory
 * above may be written to by its group, and what is made is of that group too (setgid), the group may write to it as well.
 */
final class StoreModes {
    private static final int SET_GROUP = 02000;

    private StoreModes() {}

    private static boolean isShared(Inode parent, Inode made) {
        return parent.isGroupWritable() && parent.group() == made.group();
    }

    static int directory(Inode parent, Inode made) {
        return (isShared(parent, made) ? 0775 : 0755) | (made.permissions() & SET_GROUP);
    }

    /** For what only publishers are to see, and lock. */
    static int closedDirectory(Inode parent, Inode made) {
        return (isShared(parent, made) ? 0770 : 0700) | (made.permissions() & SET_GROUP);
    }

    /**
     * Gives a new file its permissions, where the umask or the directory has given it others.
     *
     * @param parent what it is in
     * @return what it is then
     */
    static FileState settle(Held made, Inode parent) throws IOException {
        FileState state = made.state();
        Inode inode = Inode.of(state, made::self);
        int mode = file(parent, inode);
        if (mode == inode.permissions()) {
            return state;
        }
        made.setMode(mode);
        return made.state();
    }

    static int file(Inode parent, Inode made) {
        return isShared(parent, made) ? 0664 : 0644;
    }
}
