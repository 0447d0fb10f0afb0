package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a release, as they lie there: regular ones. A link in it leads to something that was not published. */
final class ReleaseFiles {
    private final Path root;
    private final Room room;
    private final Path place;
    private final int before;
    private final Words words;
    private final List<BlobFile> files = new ArrayList<>();
    private int names;

    /** What is known already in the same words: of 50,000 files each text that is kept twice is 5 MB. */
    interface Words {
        String name(String name);

        FileVersion version(FileVersion version);
    }

    /**
     * Has looked at nothing yet.
     *
     * @param place where the releases of the same channel and architecture are kept
     * @param before as how many those count that have been looked at
     */
    ReleaseFiles(Path root, Room room, Path place, int before, Words words) {
        this.root = root;
        this.room = room;
        this.place = place;
        this.before = before;
        this.words = words;
    }

    /** As how many those count that have been found. */
    int names() {
        return names;
    }

    /**
     * All of them.
     *
     * @throws java.io.UncheckedIOException where nobody knows, or it is too much
     */
    List<BlobFile> in(Path release) {
        try {
            Path real = release.toRealPath();
            if (real.startsWith(root.toRealPath())) {
                add(real, "", 0);
            }
        } catch (IOException e) {
            // It is being removed: what is gone is not served.
            return List.of();
        }
        return files;
    }

    private void add(Path directory, String prefix, int depth) {
        List<Path> children = room.list(place, directory).visible();
        names += 1
                + children.stream()
                        .mapToInt(child -> VisibleFiles.weight(prefix.length(), child))
                        .sum();
        room.requireFitsInOne(place, names);
        room.takeAtLeast(place, before + names);
        for (Path child : children) {
            String name = child.getFileName().toString();
            Optional<FileState> state = state(child);
            if (state.isEmpty()) {
                continue;
            }
            if (state.get().isDirectory() && depth < Names.MOST_DIRECTORIES) {
                add(child, prefix + name + "/", depth + 1);
            } else if (state.get().isRegularFile() && !(depth == 0 && name.equals(Names.MANIFEST))) {
                files.add(new BlobFile(
                        words.name(prefix + name), words.version(FileVersion.of(directory, name, state.get()))));
            }
        }
    }

    private static Optional<FileState> state(Path file) {
        try {
            return Optional.of(FileState.at(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            // Removed just now.
            return Optional.empty();
        }
    }
}
