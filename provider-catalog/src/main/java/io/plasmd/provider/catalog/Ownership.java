package io.plasmd.provider.catalog;

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
 * @param key device and inode
 * @param uid the owner
 * @param mode as stat(2) has it
 */
record Ownership(Path path, Object key, int uid, int mode) {
    private static final int PERMISSIONS = 07777;
    private static final int OTHERS_WRITE = 022;

    /** Of what has the name itself, be it a link. */
    static Ownership of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:fileKey,uid,mode", LinkOption.NOFOLLOW_LINKS);
        return new Ownership(
                path,
                Objects.requireNonNull(attributes.get("fileKey")),
                number(attributes, "uid"),
                number(attributes, "mode"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    /**
     * Requires that only the server's user can have written it.
     *
     * @param opened device and inode of what has been opened by that name
     */
    void requirePrivate(Object opened) throws NotPrivateException {
        if (!key.equals(opened)) {
            throw new NotPrivateException(path, "it was exchanged just now");
        }
        requirePrivate();
    }

    void requirePrivate() throws NotPrivateException {
        if (!isPrivate()) {
            throw new NotPrivateException(path, toString());
        }
    }

    boolean isPrivate() {
        return (OwnUser.uid() == OwnUser.UNKNOWN || uid == OwnUser.uid()) && (mode & OTHERS_WRITE) == 0;
    }

    @Override
    public String toString() {
        return String.format(
                "owner uid %s, mode %04o; expected uid %s, and nobody else to write",
                Integer.toUnsignedString(uid), mode & PERMISSIONS, Integer.toUnsignedString(OwnUser.uid()));
    }
}
