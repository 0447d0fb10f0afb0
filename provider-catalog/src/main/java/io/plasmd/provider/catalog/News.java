package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is known to have changed since the last look: the kernel tells it, and requests that meet what is not known yet. */
final class News implements ChangeWatch.Listener {
    private final TreeScanner scanner;
    private final KeptReleases releases;
    private final Path root;
    private final ChangeWatch changes;
    private volatile boolean some = true;

    News(TreeScanner scanner, KeptReleases releases, RemoteMounts remotes, Path root) {
        this.changes = new ChangeWatch(remotes);
        this.scanner = scanner;
        this.releases = releases;
        this.root = root;
        scanner.watchEach(changes::watch);
    }

    /** Takes in what the kernel has told; what was changed before this is called has been told by then. */
    void hear() {
        changes.tell(this);
        if (scanner.takeNews() || releases.looks().takeNews()) {
            some = true;
        }
    }

    @Override
    public void changed(Path place, Told what) {
        scanner.changed(place, what);
        releases.looks().changed(place);
        // One of a channel may be that the link to the current release was switched, one of an architecture that the
        // release was altered.
        Path shelf = releases.directory()
                .resolve(root.relativize(
                        InnerPath.of(root, place).map(InnerPath::architecture).orElse(place)));
        releases.looks().places().stream()
                .filter(kept -> kept.startsWith(shelf))
                .forEach(kept -> releases.looks().changed(kept));
        some = true;
    }

    @Override
    public void anything() {
        scanner.anything();
        releases.looks().changed();
        some = true;
    }

    /** A client has met something there that is not known yet. */
    void unknown(Path directory) {
        scanner.changed(directory);
        some = true;
    }

    /** A place has to go without: what was found there is forgotten, and the next look says so. */
    void evicted(Path place) {
        scanner.forget(place);
        releases.looks().forget(place);
        some = true;
    }

    boolean isSome() {
        return some;
    }

    /** A look begins: what comes from now on is for the next one. */
    void taken() {
        some = false;
    }

    /** The look has failed: the next one is to see it. */
    void remain() {
        some = true;
    }

    /**
     * Has just these watched, each by the name that it is told by, with where that leads, and of those below the directories
     * of architectures those that have been looked at.
     *
     * @return whether one has been added, of which nothing was told before
     */
    boolean watch(Map<Path, Path> wanted) {
        List<Path> added = changes.watch(wanted, scanner.innerPlaces());
        // A client may have had it looked at before anything was told of it.
        added.forEach(scanner::changed);
        return !added.isEmpty();
    }

    void close() {
        changes.close();
    }
}
