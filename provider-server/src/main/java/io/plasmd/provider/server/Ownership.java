package io.plasmd.provider.server;

import io.plasmd.provider.files.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Whose a file is, and who may write to it.
 *
 * @param uid the owner
 * @param mode as stat(2) has it, with the kind of file
 */
record Ownership(int uid, int mode) {
    private static final int KIND = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int PERMISSIONS = 07777;
    private static final int OTHERS_WRITE = 022;
    private static final int STICKY = 01000;

    /** Of what has the name itself, be it a link. */
    static Ownership of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return new Ownership(number(attributes, "uid"), number(attributes, "mode"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    boolean isDirectory() {
        return (mode & KIND) == DIRECTORY;
    }

    /** Whether it is that of a user; of any, where it is not known who should own it. */
    boolean isOf(int user) {
        return user == OwnUser.UNKNOWN || uid == user;
    }

    /** Whether group or others may write. */
    boolean isOpen() {
        return (mode & OTHERS_WRITE) != 0;
    }

    /** Whether others may take away, or rename, what in this directory is not theirs. */
    boolean isOpenToRenaming() {
        return isOpen() && (mode & STICKY) == 0;
    }

    @Override
    public String toString() {
        return "owner " + name(uid) + ", mode " + String.format("%04o", mode & PERMISSIONS);
    }

    static String name(int uid) {
        return uid == OwnUser.ROOT ? "root" : "uid " + Integer.toUnsignedString(uid);
    }
}
