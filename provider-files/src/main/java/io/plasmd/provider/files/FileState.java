package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel says of a file.
 *
 * @param device of the file system; another one after each mount
 * @param modifiedNanos since the epoch; whoever owns the file sets it as he likes
 * @param changedNanos since the epoch: when the content or anything said here was last changed, which nobody can set
 * @param mode its type and permissions
 * @param links how many names it has
 */
public record FileState(
        long device,
        long inode,
        long size,
        long modifiedNanos,
        long changedNanos,
        int mode,
        int owner,
        int group,
        long links) {
    private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime,mode,uid,gid,nlink";
    private static final int OTHERS_WRITE = 022;
    private static final int OTHERS_READ = 04;
    private static final int GROUP_READ = 040;
    private static final int TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;
    private static final int LINK = 0xa000;
    private static final int ALL_READ = 0444;
    private static final long NANOS = 1_000_000_000L;

    /** Beyond it, in the year 2262, a long is too short. */
    private static final long LAST_SECOND = Long.MAX_VALUE / NANOS - 1;

    /** Of the file that a path leads to just now; for what is sent or believed, ask an {@link OpenFile}. */
    public static FileState at(Path path, LinkOption... options) throws IOException {
        return Statx.isLinked() ? Statx.at(path, options.length == 0) : byJava(path, options);
    }

    /**
     * Of what is open.
     *
     * @param path for messages
     */
    public static FileState ofDescriptor(int descriptor, Path path) throws IOException {
        return Statx.of(descriptor, path);
    }

    /**
     * Of a name in a directory that is open; a symbolic link is not followed.
     *
     * @param path of the directory, for messages
     */
    public static FileState in(int directory, String name, Path path) throws IOException {
        return Statx.in(directory, name, path);
    }

    /** Needs nothing that has to be linked first. */
    static FileState byJava(Path path, LinkOption... options) throws IOException {
        Map<String, Object> said = Files.readAttributes(path, ATTRIBUTES, options);
        return new FileState(
                number(said, "dev"),
                number(said, "ino"),
                number(said, "size"),
                nanos(said, "lastModifiedTime"),
                nanos(said, "ctime"),
                (int) number(said, "mode"),
                (int) number(said, "uid"),
                (int) number(said, "gid"),
                number(said, "nlink"));
    }

    private static long number(Map<String, Object> said, String name) {
        return ((Number) Objects.requireNonNull(said.get(name), name)).longValue();
    }

    private static long nanos(Map<String, Object> said, String name) {
        return ((FileTime) Objects.requireNonNull(said.get(name), name)).to(TimeUnit.NANOSECONDS);
    }

    /** As statx(2) puts it, which has one layout everywhere. */
    static FileState ofStatx(MemorySegment struct) {
        return new FileState(
                device(Integer.toUnsignedLong(number(struct, 136)), Integer.toUnsignedLong(number(struct, 140))),
                struct.get(ValueLayout.JAVA_LONG, 32),
                struct.get(ValueLayout.JAVA_LONG, 40),
                nanos(struct, 112),
                nanos(struct, 96),
                Short.toUnsignedInt(struct.get(ValueLayout.JAVA_SHORT, 28)),
                number(struct, 20),
                number(struct, 24),
                Integer.toUnsignedLong(number(struct, 16)));
    }

    private static int number(MemorySegment struct, long offset) {
        return struct.get(ValueLayout.JAVA_INT, offset);
    }

    private static long nanos(MemorySegment struct, long offset) {
        long seconds = struct.get(ValueLayout.JAVA_LONG, offset);
        if (Math.abs(seconds) > LAST_SECOND) {
            return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return seconds * NANOS + number(struct, offset + 8);
    }

    /** As makedev(3) does. */
    private static long device(long major, long minor) {
        return (major & 0xfff) << 8 | (major & ~0xfffL) << 32 | (minor & 0xff) | (minor & ~0xffL) << 12;
    }

    /** Whether nobody but root and the user of this process can have written it, as long as it has been as it is. */
    public boolean isOurs() {
        return (owner == OwnUser.ROOT || owner == OwnUser.uid()) && (mode & OTHERS_WRITE) == 0;
    }

    /**
     * Whether others may read it than its owner, root, and the group of this process. A file of root's group that only the
     * group may read is one with an access control list more often than not: what it allows a user shows as permissions of
     * the group (acl(5)), as with the credentials that systemd gives a service.
     */
    public boolean othersCanRead() {
        boolean isOfOtherGroup = group != OwnUser.ROOT && group != OwnUser.gid();
        return (mode & OTHERS_READ) != 0 || ((mode & GROUP_READ) != 0 && isOfOtherGroup);
    }

    public boolean isRegularFile() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /** Whether nobody is kept from reading it by its permissions; others may be kept by what stands beside them. */
    public boolean isReadableForAll() {
        return (mode & ALL_READ) == ALL_READ;
    }
}
