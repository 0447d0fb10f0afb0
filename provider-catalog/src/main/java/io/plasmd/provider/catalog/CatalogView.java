package io.plasmd.provider.catalog;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.ReleaseRecord;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.UrlPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What was found by the last look, as other endpoints see it. */
final class CatalogView implements Catalog {
    private final CatalogWatch watch;
    private final Served served;
    private final Digests digests;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Inventory told;
    private long toldDigests;

    CatalogView(CatalogWatch watch, Served served, Digests digests) {
        this.watch = watch;
        this.served = served;
        this.digests = digests;
        this.told = watch.inventory();
    }

    @Override
    public List<Place> places() {
        Inventory inventory = whole();
        List<Place> there = inventory.catalog().directories().stream()
                .filter(directory -> !directory.artifacts().isEmpty())
                .map(CatalogView::place)
                .toList();
        return Stream.concat(
                        there.stream(),
                        inventory.releases().stream()
                                .map(CatalogView::place)
                                .distinct()
                                // Releases are kept under one name of an architecture, whatever the directory is
                                // called.
                                .filter(place -> there.stream().noneMatch(one -> areSame(one, place))))
                .sorted(Comparator.comparing(Place::channel).thenComparing(Place::arch))
                .toList();
    }

    @Override
    public Optional<Release> current(Place place) {
        Inventory inventory = whole();
        Optional<ArtifactDirectory> directory = directory(inventory, place);
        Optional<Release> byHand = directory
                .filter(there -> !there.artifacts().isEmpty())
                .map(there -> new Release(
                        place(there), Optional.empty(), UrlPath.of(there.channel(), there.arch()) + "/", true));
        Optional<Release> current =
                directory.isPresent() && !Releases.isRelease(directory.get().realPath())
                        ? byHand
                        : inventory.releases().stream()
                                .filter(kept -> kept.release().isCurrent())
                                .filter(isOf(place))
                                .findFirst()
                                .map(CatalogView::release)
                                .or(() -> byHand);
        requireKnown(current.isPresent() || inventory.unreadable().isEmpty());
        return current;
    }

    private Inventory whole() {
        if (!watch.inventory().isWhole()) {
            watch.lookAgain();
        }
        Inventory inventory = watch.inventory();
        requireKnown(inventory.isWhole());
        return inventory;
    }

    /** What nobody has looked at yet, or can look at just now, is not missing. */
    private static void requireKnown(boolean isKnown) {
        if (!isKnown) {
            throw UnavailableException.notYet("the artifacts cannot be looked through just now");
        }
    }

    /** The one that clients are led to where an architecture has several: that of the name that they ask by first. */
    private static Optional<ArtifactDirectory> directory(Inventory inventory, Place place) {
        return ArchitectureNames.of(place.arch()).stream()
                .flatMap(arch -> inventory.catalog().directories().stream()
                        .filter(directory -> place(directory).equals(new Place(place.channel(), arch))))
                .findFirst();
    }

    @Override
    public List<Release> kept(Place place) {
        Inventory inventory = whole();
        List<Release> kept = inventory.releases().stream()
                .filter(isOf(place))
                .map(CatalogView::release)
                .toList();
        requireKnown(!kept.isEmpty() || inventory.unreadable().isEmpty());
        return kept;
    }

    @Override
    public List<Artifact> artifacts(Release release) {
        var place = new ArtifactPlace(release.place().channel(), release.place().arch(), release.version());
        try {
            return served.directory(place).stream()
                    .flatMap(directory -> directory.entries().stream())
                    .map(entry -> new Artifact(
                            entry.name(),
                            entry.artifact().fileName(),
                            entry.artifact().size(),
                            entry.artifact().digest().map(Digest::hex)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** After a look: tells those who want to know, where it found anything new. */
    @SuppressWarnings("ReferenceEquality") // what has not changed is the same object
    synchronized void look() {
        Inventory inventory = watch.inventory();
        long learned = digests.learned();
        if (inventory == told && learned == toldDigests) {
            return;
        }
        told = inventory;
        toldDigests = learned;
        // Each is guarded by the host, which knows whose it is.
        listeners.forEach(Runnable::run);
    }

    private static Release release(KeptRelease kept) {
        ReleaseRecord record = kept.release().record();
        return new Release(
                place(kept),
                Optional.of(record.version()),
                record.path(),
                kept.release().isCurrent());
    }

    private static Place place(ArtifactDirectory directory) {
        return new Place(directory.channel(), directory.arch());
    }

    private static Place place(KeptRelease kept) {
        ReleaseRecord record = kept.release().record();
        return new Place(record.channel(), record.arch());
    }

    private static Predicate<KeptRelease> isOf(Place place) {
        return kept -> areSame(place(kept), place);
    }

    private static boolean areSame(Place one, Place other) {
        return ArtifactPlace.current(one.channel(), one.arch()).isOf(other.channel(), other.arch());
    }
}
