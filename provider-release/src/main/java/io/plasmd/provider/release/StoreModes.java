package io.plasmd.provider.release;

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

    static int file(Inode parent, Inode made) {
        return isShared(parent, made) ? 0664 : 0644;
    }
}
