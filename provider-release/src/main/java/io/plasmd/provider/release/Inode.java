package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the file system says of a file of any kind, the name of its owner included.
 *
 * @param mode type and permissions, as in stat(2)
 * @param owner number of the user
 * @param ownerName for people; the number where it has no name
 * @param links how many names it has
 */
record Inode(int mode, int owner, String ownerName, int group, long device, long number, int links) {
    /** By number: to ask for a name each time would be most of what a look at a file costs. */
    private static final Map<Integer, String> OWNERS = new ConcurrentHashMap<>();

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int OTHERS_READ = 0004;
    private static final int OTHERS = 0007;
    private static final int PERMISSIONS = 07777;

    /** Of what a path leads to just now. */
    static Inode of(Path path, LinkOption... options) throws IOException {
        return of(FileState.at(path, options), () -> path, options);
    }

    /**
     * Of what is known already but for the owner's name.
     *
     * @param path that leads to it
     */
    static Inode of(FileState state, Supplier<Path> path, LinkOption... options) throws IOException {
        String ownerName = OWNERS.get(state.owner());
        if (ownerName == null) {
            ownerName = Files.getOwner(path.get(), options).getName();
            OWNERS.put(state.owner(), ownerName);
        }
        return new Inode(state.mode(), state.owner(), ownerName, state.group(), state.device(), state.inode(), (int)
                state.links());
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    boolean isGroupWritable() {
        return (mode & GROUP_WRITE) != 0;
    }

    boolean isWritableForOthers() {
        return (mode & OTHERS_WRITE) != 0;
    }

    boolean isOpenToOthers() {
        return (mode & OTHERS) != 0;
    }

    boolean isReadableForOthers() {
        return (mode & OTHERS_READ) != 0;
    }

    int permissions() {
        return permissions(mode);
    }

    static int permissions(int mode) {
        return mode & PERMISSIONS;
    }

    boolean isSame(Inode other) {
        return device == other.device && number == other.number;
    }

    /** In words for a person. */
    String kind() {
        return switch (mode & TYPE) {
            case DIRECTORY -> "a directory";
            case REGULAR -> "a regular file";
            case LINK -> "a symbolic link";
            case 0010000 -> "a FIFO";
            case 0140000 -> "a socket";
            default -> "a device";
        };
    }
}
