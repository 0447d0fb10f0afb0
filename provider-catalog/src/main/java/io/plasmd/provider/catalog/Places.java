package io.plasmd.provider.catalog;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The directories that there are.
 *
 * @param architectures of all channels
 * @param kept those in which releases are kept
 * @param watched all of them and those above, up to the root, with where they lead
 */
record Places(List<Path> architectures, List<Path> kept, Map<Path, Path> watched) {

    /** Those in which there are files. */
    Set<Path> looked() {
        Set<Path> looked = new HashSet<>(architectures);
        looked.addAll(kept);
        return looked;
    }

    /**
     * Looks for them.
     *
     * @param unreadable takes in those that nobody can look into
     * @throws UncheckedIOException where there is nothing at all, or nobody knows
     */
    static Places find(Path root, TreeScanner scanner, KeptReleases releases, Unreadable unreadable) {
        List<Path> all = new ArrayList<>(List.of(root, releases.directory()));
        List<Path> architectures = new ArrayList<>();
        for (Path channel : scanner.channels(unreadable)) {
            all.add(channel);
            architectures.addAll(scanner.architectures(channel, unreadable));
        }
        List<Path> kept = releases.kept(unreadable);
        kept.forEach(place -> all.add(Objects.requireNonNull(place.getParent(), "a channel")));
        all.addAll(architectures);
        all.addAll(kept);
        Map<Path, Path> watched = new HashMap<>();
        for (Path place : all) {
            scanner.realPath(place, unreadable).ifPresent(real -> watched.put(place, real));
        }
        return new Places(architectures, kept, watched);
    }
}
