package io.plasmd.provider.release;

import java.util.function.IntSupplier;

/** When a release may have a second name of a file in place of a copy: nobody else may be able to write to it. */
final class SharedFile {
    private SharedFile() {}

    /**
     * A file of a kept release, for another one that is to be a copy.
     *
     * @param names how many names in kept releases the file has: for thousands of empty ones it takes long to count them
     */
    static boolean isOwn(Inode inode, ReleaseRecord.Making making, IntSupplier names, StoreTree tree) {
        boolean isMadeHere = switch (making) {
            case COPIED -> true;
            case LINKED -> false;
            // Of an earlier version: a name elsewhere tells that it was linked.
            case UNKNOWN -> inode.links() == names.getAsInt();
        };
        return isMadeHere && inode.isRegular() && isServable(inode) && tree.trusts(inode);
    }

    private static boolean isServable(Inode inode) {
        return inode.isReadableForOthers() && !inode.isWritableForOthers();
    }

    /** A file that a person wants to be linked itself. */
    static void requireLinkable(SourceFile source, Inode inode, StoreTree tree) throws ReleaseException {
        String problem = null;
        if (!inode.isReadableForOthers()) {
            problem =
                    "others may not read it (mode %04o), and the server is another user".formatted(inode.permissions());
        } else if (inode.isWritableForOthers()) {
            problem = "everyone may write to it (mode %04o), and so to the release".formatted(inode.permissions());
        } else if (!tree.trusts(inode)) {
            problem = "it belongs to " + inode.ownerName() + ", who could change the release with it";
        }
        if (problem != null) {
            throw new ReleaseException("cannot link " + source.name() + ": " + problem
                    + ". Without --link it is copied. Nothing was published.");
        }
    }
}
