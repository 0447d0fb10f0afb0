package io.plasmd.provider.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What clients can ask for: what the channels have now, and kept releases. */
final class Served {
    private final ArtifactTree tree;
    private final TreeScanner scanner;
    private final ReleaseTree releases;
    private final boolean ignoreCase;

    Served(ArtifactTree tree, TreeScanner scanner, ReleaseTree releases, boolean ignoreCase) {
        this.tree = tree;
        this.scanner = scanner;
        this.releases = releases;
        this.ignoreCase = ignoreCase;
    }

    /**
     * The artifact behind a role or file name.
     *
     * @return empty where there certainly is none
     * @throws UncheckedIOException where nobody knows
     */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException {
        Optional<Artifact> found = exactly(wanted);
        if (found.isPresent() || !ignoreCase) {
            return found;
        }
        Optional<String> other = ignoringCase(wanted).filter(name -> !name.equals(wanted.name()));
        return other.isPresent() ? exactly(wanted.withName(other.get())) : Optional.empty();
    }

    private Optional<Artifact> exactly(ArtifactPath wanted) throws IOException {
        return wanted.place().isRelease() ? releases.find(wanted) : tree.find(wanted);
    }

    private Optional<String> ignoringCase(ArtifactPath wanted) throws IOException {
        return wanted.place().isRelease()
                ? releases.ignoringCase(wanted)
                : scanner.ignoringCase(wanted.channel(), wanted.arch(), wanted.name());
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
