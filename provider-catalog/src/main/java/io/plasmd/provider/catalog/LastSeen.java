package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What clients were last told of, by path: good for as long as the file is the same. */
final class LastSeen {
    /** What is asked for again and again is far less; of what is asked for once, nothing has to be remembered. */
    private static final int MOST = 4096;

    private final Map<Path, Seen> all = new ConcurrentHashMap<>();

    /** What was found, and where: of two releases, both may have the same file by hard links. */
    private record Seen(Path file, Artifact artifact) {}

    /** What was seen there, if it still is what is there. */
    Optional<Artifact> of(Path path, Path file, FileState state) {
        Seen seen = all.get(path);
        return seen != null
                        && seen.file().equals(file)
                        && seen.artifact().version().matches(state)
                ? Optional.of(seen.artifact())
                : Optional.empty();
    }

    void put(Path path, Path file, Artifact artifact) {
        if (all.size() >= MOST) {
            all.clear();
        }
        all.put(path, new Seen(file, artifact));
    }

    void forget(Path path) {
        all.remove(path);
    }
}
