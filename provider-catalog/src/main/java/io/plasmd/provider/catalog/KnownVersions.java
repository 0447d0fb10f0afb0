package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Versions of files, with their digests. */
final class KnownVersions {
    private final Map<FileVersion, Known> all = new ConcurrentHashMap<>();
    private final AtomicLong learned = new AtomicLong();

    /** With the version itself, so that whoever meets an equal one need not keep two. */
    private record Known(FileVersion version, Digest digest) {}

    void put(FileVersion version, Digest digest) {
        all.put(version, new Known(version, digest));
        learned.incrementAndGet();
    }

    Optional<Digest> digest(FileVersion version) {
        Known known = all.get(version);
        return known == null ? Optional.empty() : Optional.of(known.digest());
    }

    boolean has(FileVersion version) {
        return all.containsKey(version);
    }

    /** The same version, in the words that are kept already, if there are any. */
    FileVersion same(FileVersion version) {
        Known known = all.get(version);
        return known == null ? version : known.version();
    }

    /** Another number as soon as more is known. */
    long learned() {
        return learned.get();
    }

    int count() {
        return all.size();
    }

    Stream<Map.Entry<FileVersion, Digest>> stream() {
        return all.values().stream().map(known -> Map.entry(known.version(), known.digest()));
    }

    /**
     * Forgets versions that are gone, but for one of those that had the date of the present one, so that no later run
     * believes that date.
     *
     * @param present every version on disk
     * @return whether there were any
     */
    boolean forget(Predicate<FileVersion> isGone, Set<FileVersion> present) {
        Set<FileVersion> gone = new HashSet<>();
        Map<FilePlace, Instant> dates = new HashMap<>();
        all.keySet().stream().filter(isGone).forEach(version -> {
            gone.add(version);
            dates.put(FilePlace.of(version), Instant.MIN);
        });
        if (gone.isEmpty()) {
            return false;
        }
        present.forEach(
                version -> dates.computeIfPresent(FilePlace.of(version), (place, before) -> version.modifiedSecond()));
        Set<FilePlace> kept = new HashSet<>();
        return all.keySet()
                .removeIf(version -> gone.contains(version)
                        && !(version.modifiedSecond().equals(dates.get(FilePlace.of(version)))
                                && kept.add(FilePlace.of(version))));
    }
}
