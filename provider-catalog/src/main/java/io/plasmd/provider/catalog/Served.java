package io.plasmd.provider.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What clients can ask for: what the channels have now, and kept releases. */
final class Served {
    private final ArtifactTree tree;
    private final TreeScanner scanner;
    private final ReleaseTree releases;

    Served(ArtifactTree tree, TreeScanner scanner, ReleaseTree releases) {
        this.tree = tree;
        this.scanner = scanner;
        this.releases = releases;
    }

    /**
     * The artifact behind a role or file name.
     *
     * @return empty where there certainly is none
     * @throws UncheckedIOException where nobody knows
     */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        return wanted.place().isRelease() ? releases.find(wanted) : tree.find(wanted);
    }

    /**
     * All that a place has now; empty where there is none.
     *
     * @throws UncheckedIOException where nobody knows
     */
    Optional<ArtifactDirectory> directory(ArtifactPlace place) throws IOException {
        return place.isRelease() ? releases.directory(place) : scanner.scan(place.channel(), place.arch());
    }
}
