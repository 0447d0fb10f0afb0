package io.plasmd.provider.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The directories that there are.
 *
 * @param architectures of all channels
 * @param kept those in which releases are kept
 * @param watched all of them and those above, up to the root, with where they lead
 */
record Places(List<Path> architectures, List<Path> kept, Map<Path, Path> watched) {

    static Places find(Path root, TreeScanner scanner, KeptReleases releases) {
        List<Path> all = new ArrayList<>(List.of(root, releases.directory()));
        List<Path> architectures = new ArrayList<>();
        for (Path channel : scanner.channels()) {
            all.add(channel);
            architectures.addAll(scanner.architectures(channel));
        }
        List<Path> kept = releases.kept();
        kept.forEach(place -> all.add(Objects.requireNonNull(place.getParent(), "a channel")));
        all.addAll(architectures);
        all.addAll(kept);
        Map<Path, Path> watched = new HashMap<>();
        for (Path place : all) {
            scanner.realPath(place).ifPresent(real -> watched.put(place, real));
        }
        return new Places(architectures, kept, watched);
    }
}
