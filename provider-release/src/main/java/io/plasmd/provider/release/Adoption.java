package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A directory with files that somebody put there by hand, which becomes the first release. Clients find one or the other
 * at every moment: its name and that of a link beside it are exchanged in one step (renameat2(2)). It then has a name with
 * a dot in front, which nobody is served from.
 *
 * <p>Broken off before that step it leaves such a link, which does nothing, and which the next one takes.
 */
final class Adoption {
    static final String SUFFIX = ".by-hand";

    private final Path directory;
    private final Path artifacts;
    private final Collection<SourceFile> files;
    private Optional<Path> aside = Optional.empty();

    /**
     * Of files that were looked at.
     *
     * @param directory as {@link #find} has it
     */
    Adoption(Path directory, Path artifacts, Collection<SourceFile> files) {
        this.directory = directory;
        this.artifacts = artifacts;
        this.files = List.copyOf(files);
    }

    /** The directory of an architecture, under any of its names. */
    static Path find(StoreLayout layout, String channel, String arch) throws ReleaseException {
        Optional<Release> current = new Releases(layout).current(channel, arch);
        if (current.isPresent()) {
            throw new ReleaseException("release " + current.get().version() + " of " + channel + "/" + arch
                    + " is current already: there is nothing to adopt. Publish the next one without --adopt.");
        }
        for (String name : ArchitectureNames.of(arch)) {
            Path directory = layout.current(channel, name);
            if (Files.isDirectory(directory)) {
                return directory;
            }
        }
        throw new ReleaseException("there is no directory " + layout.current(channel, arch) + " with files to adopt");
    }

    /** What of it can become part of a release: all but what clients do not see, and what the server makes. */
    private Set<Path> candidates() throws ReleaseException {
        // A link may lead to wherever clients get it from today.
        return new TreeSet<>(
                SourceTree.read(directory, artifacts, name -> false).files().values());
    }

    Path directory() {
        return directory;
    }

    /** Where it is afterwards; empty where it was a link, which leads elsewhere now, and before. */
    Optional<Path> aside() {
        return aside;
    }

    /** Puts a link in its place. */
    void makeWay(Disk disk, Path link, Path current) throws IOException, ReleaseException {
        requireUnchanged();
        if (Files.isSymbolicLink(directory)) {
            disk.rename(link, current);
            return;
        }
        Path hidden = free(disk);
        if (!directory.equals(current)) {
            // Under the other name of the architecture, which counts as long as it is there.
            disk.rename(link, current);
            disk.rename(directory, hidden);
        } else {
            disk.rename(link, hidden);
            exchange(disk, hidden);
        }
        aside = Optional.of(hidden);
    }

    private void exchange(Disk disk, Path hidden) throws IOException, ReleaseException {
        disk.before("rename", directory);
        try (Held parent = disk.tree().parent(directory)) {
            parent.exchange(Disk.name(directory), Disk.name(hidden));
        } catch (FileSystemException e) {
            disk.deleteIfExists(hidden);
            throw new ReleaseException(
                    "cannot put a link in the place of " + directory + " in one step: " + e.getReason()
                            + ". Not every file system can exchange two names (NFS cannot). Clients will get 404 for a"
                            + " moment: mv " + directory + " " + hidden + ", then provider publish " + hidden,
                    e);
        }
    }

    /** A name that is free, or has a link that an earlier one left. */
    private Path free(Disk disk) throws IOException {
        String name = "." + Disk.name(directory) + SUFFIX;
        Path free = directory.resolveSibling(name);
        for (int i = 2; disk.tree().look(free).filter(inode -> !inode.isLink()).isPresent(); i++) {
            free = directory.resolveSibling(name + "." + i);
        }
        return free;
    }

    /** What somebody puts there while it is copied would be gone. */
    private void requireUnchanged() throws IOException, ReleaseException {
        Set<Path> now = candidates();
        Set<Path> then = files.stream().map(SourceFile::name).collect(Collectors.toCollection(TreeSet::new));
        if (!now.equals(then)) {
            throw new ReleaseException(directory + " was changed while it was read: " + difference(then, now)
                    + ". Adopt it when whatever writes to it is done.");
        }
        try (var directories = new SourceDirectories()) {
            for (SourceFile file : files) {
                file.hold(directories).close();
            }
        }
    }

    private String difference(Set<Path> then, Set<Path> now) {
        for (Path file : now) {
            if (!then.contains(file)) {
                return directory.relativize(file) + " is new";
            }
        }
        return then.stream()
                .filter(file -> !now.contains(file))
                .map(file -> directory.relativize(file) + " is gone")
                .findFirst()
                .orElse("");
    }
}
