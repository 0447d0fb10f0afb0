package io.plasmd.provider.catalog;

import java.util.Optional;

/** How much there is where, as far as anybody knows. */
final class PlaceSizes {
    /** Files, of whose manifest and sums there are megabytes. */
    private static final int LARGE = 2000;

    private final CatalogWatch watch;

    PlaceSizes(CatalogWatch watch) {
        this.watch = watch;
    }

    /** Whether what is made of all the files of a place is to be made one after another. */
    boolean isLarge(ArtifactPlace place) {
        return place.isRelease()
                ? watch.inventory().releases().stream()
                        .map(kept -> kept.release().record())
                        .anyMatch(record -> record.files().size() > LARGE
                                && Optional.of(record.version()).equals(place.version())
                                && place.isOf(record.channel(), record.arch()))
                : watch.inventory().catalog().directories().stream()
                        .anyMatch(directory -> directory.artifacts().size() > LARGE
                                && place.isOf(directory.channel(), directory.arch()));
    }
}
