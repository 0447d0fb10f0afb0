package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.RemoteMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories in a directory of the tree: channels, and their architectures. */
final class Subdirectories {
    private final ArtifactTree tree;
    private final RemoteMounts remotes;

    Subdirectories(ArtifactTree tree, RemoteMounts remotes) {
        this.tree = tree;
        this.remotes = remotes;
    }

    /**
     * Those that are there and do not lead out of the tree.
     *
     * @param unreadable takes in where nobody knows what there is
     */
    List<Path> of(Path parent, Unreadable unreadable) {
        List<Path> directories = new ArrayList<>();
        try {
            var listed = RemoteMounts.callUnchecked(remotes.on(parent), () -> tree.list(parent, parent));
            for (Path child : listed.visible()) {
                try {
                    if (RemoteMounts.call(remotes.on(child), () -> isInside(child))) {
                        directories.add(child);
                    }
                } catch (IOException e) {
                    boolean isOfParent = e instanceof AccessDeniedException && !isListed(child);
                    unreadable.add(isOfParent ? parent : child, new UncheckedIOException(e));
                }
            }
        } catch (UncheckedIOException e) {
            unreadable.add(parent, e);
        }
        return directories;
    }

    /** Else its parent may be listed, but not searched. */
    private static boolean isListed(Path child) {
        return Files.exists(child, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isInside(Path directory) throws IOException {
        try {
            return FileState.at(directory).isDirectory()
                    && directory.toRealPath().startsWith(tree.root().toRealPath());
        } catch (IOException e) {
            tree.files().requireAbsent(directory, e);
            return false;
        }
    }
}
