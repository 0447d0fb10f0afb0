package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A look at some files of a directory in which nothing else has changed, so that one new file costs the same beside ten
 * others and beside twenty thousand.
 */
final class NamedLook {
    private final ArtifactFiles files;
    private final int most;
    private final Path place;
    private final DirectoryContent before;
    private final String prefix;
    private final List<Artifact> artifacts;
    private final List<Artifact> brought;
    private int names;

    /**
     * Looks at nothing yet.
     *
     * @param most names that there may be in one directory
     * @param place the directory as clients see it
     * @param prefix what the names of its files begin with for clients
     */
    NamedLook(ArtifactFiles files, int most, Path place, String prefix, DirectoryContent before) {
        this.most = most;
        this.files = files;
        this.place = place;
        this.prefix = prefix;
        this.before = before;
        this.artifacts = new ArrayList<>(before.own().artifacts());
        this.brought = new ArrayList<>(before.own().brought());
        this.names = before.own().names();
    }

    /** What there is by now; empty where that cannot be told without a look at all of it. */
    Optional<DirectoryContent.Own> at(Set<String> changed, KnownDigests digests) throws IOException {
        if (before.files().anyMatch(this::isLink)) {
            // What it leads to may be what has changed.
            return Optional.empty();
        }
        for (String name : changed) {
            // Others nobody sees.
            if (Names.isSegment(name) && !at(name)) {
                return Optional.empty();
            }
        }
        if ((artifacts.isEmpty() && brought.isEmpty()) || names > most) {
            // It may have lost its disk, or be too much.
            return Optional.empty();
        }
        long uncertain = Stream.concat(artifacts.stream(), brought.stream())
                .filter(artifact -> digests.of(artifact.version()).isEmpty())
                .count();
        return Optional.of(new DirectoryContent.Own(
                List.copyOf(artifacts),
                List.copyOf(brought),
                before.own().directories(),
                before.own().nameless(),
                names,
                (int) uncertain));
    }

    private boolean isLink(Artifact artifact) {
        return !artifact.version().name().equals(artifact.nameInDirectory())
                || !artifact.version().directory().equals(before.realPath());
    }

    /** Whether another file of the directory is the same one: by a second name, or on a file system that knows no case. */
    private boolean isAnother(String name, Optional<Artifact> artifact) {
        long inode = artifact.map(one -> one.version().inode()).orElse(0L);
        return Stream.concat(artifacts.stream(), brought.stream())
                .anyMatch(other -> (inode != 0 && other.version().inode() == inode)
                        || other.nameInDirectory().equalsIgnoreCase(name));
    }

    /** Whether it has been possible; only of plain files it is. */
    private boolean at(String name) throws IOException {
        // Others than those of ASCII may stand elsewhere in the order of bytes, which a listing has.
        if (name.chars().anyMatch(c -> c >= 0x80)
                || name.equals(Names.MANIFEST)
                || before.own().directories().contains(name)) {
            return false;
        }
        Path file = before.realPath().resolve(name);
        Optional<Artifact> known = remove(artifacts, name).or(() -> remove(brought, name));
        if (isAnother(name, known)) {
            return false;
        }
        Optional<FileState> state = files.state(file);
        if (state.isEmpty()) {
            known.ifPresent(gone -> names -= weight(file));
            return true;
        }
        Optional<Artifact> found = look(file, state.get(), known.orElse(null));
        if (found.isEmpty() || isLink(found.get()) || isAnother(name, found)) {
            return false;
        }
        if (known.isEmpty()) {
            names += weight(file);
        }
        add(Names.isReserved(found.get().fileName()) ? brought : artifacts, found.get());
        return true;
    }

    private Optional<Artifact> look(Path file, FileState state, @Nullable Artifact known) throws IOException {
        try {
            return files.look(place, before.realPath(), prefix, file, state, known);
        } catch (NoSuchFileException e) {
            // Removed just now.
            return Optional.empty();
        }
    }

    private int weight(Path file) {
        return VisibleFiles.weight(prefix.length(), file);
    }

    private Optional<Artifact> remove(List<Artifact> some, String name) {
        int at = position(some, prefix + name);
        return at < some.size() && some.get(at).fileName().equals(prefix + name)
                ? Optional.of(some.remove(at))
                : Optional.empty();
    }

    private static void add(List<Artifact> some, Artifact artifact) {
        some.add(position(some, artifact.fileName()), artifact);
    }

    /** Of the first that does not stand before a name. */
    private static int position(List<Artifact> sorted, String name) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).fileName().compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
