package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The link that clients follow to the current release of an architecture, and what may be in its place. */
final class CurrentLink {
    /** EPERM: symlink(2) has it for a file system without them only; permissions are EACCES. */
    private static final String NOT_PERMITTED = "Operation not permitted";

    private final StoreLayout layout;
    private final String channel;
    private final String arch;

    CurrentLink(StoreLayout layout, String channel, String arch) {
        this.layout = layout;
        this.channel = channel;
        this.arch = arch;
    }

    /** Files that somebody put there by hand are not to be hidden or lost; those that are adopted will be neither. */
    void requireReplaceable(Optional<Adoption> adoption) throws ReleaseException {
        for (String name : ArchitectureNames.of(arch)) {
            Path current = layout.current(channel, name);
            boolean isOurs = name.equals(arch) && (Files.isSymbolicLink(current) || isEmptyDirectory(current));
            boolean isAdopted =
                    adoption.filter(one -> one.directory().equals(current)).isPresent();
            if (!isOurs && !isAdopted && Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
                throw new ReleaseException(current + " is in the way: "
                        + (Files.isDirectory(current)
                                ? "a directory with files that were put there by hand. Make them the first release:"
                                        + " provider publish --adopt; or move them aside, under a name with a dot in"
                                        + " front, which nobody is served from: mv " + current + " "
                                        + current.resolveSibling("." + name + Adoption.SUFFIX)
                                : "no directory, and no link that publish made. Move it away.")
                        + (name.equals(arch) ? "" : " (" + name + " is another name of " + arch + ".)"));
            }
        }
    }

    private static boolean isEmptyDirectory(Path path) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            return !children.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Has it lead to a release, in one step.
     *
     * @param staging where the new link is made
     */
    void lead(Disk disk, Staging staging, Path release, Optional<Adoption> adoption)
            throws IOException, ReleaseException {
        Path directory = layout.channel(channel);
        disk.createDirectories(directory);
        Path link = staging.aside("current");
        // Relative, so that the artifacts directory can be moved, copied and mounted elsewhere.
        Path target = directory.toRealPath().relativize(release.toRealPath());
        try {
            disk.symbolicLink(link, target);
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains(NOT_PERMITTED)) {
                throw new ReleaseException(
                        "the file system of " + layout.root() + " has no symbolic links, one of which leads clients to"
                                + " the current release. Put the artifacts on another file system, or keep them there by"
                                + " hand",
                        e);
            }
            throw e;
        }
        Path current = layout.current(channel, arch);
        if (adoption.isPresent()) {
            adoption.get().makeWay(disk, link, current);
        } else {
            if (Files.isDirectory(current, LinkOption.NOFOLLOW_LINKS)) {
                // An empty one, or this fails: nothing but a directory can replace a directory.
                disk.deleteIfExists(current);
            }
            disk.rename(link, current);
        }
        disk.forceDirectory(directory);
    }
}
