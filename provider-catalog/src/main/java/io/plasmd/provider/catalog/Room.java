package io.plasmd.provider.catalog;

import io.plasmd.provider.release.TooManyNamesException;
import io.plasmd.provider.release.VisibleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many names there is room for, in one directory and in all. Whoever may write to one directory could else fill the
 * memory of the server, and end it, for all. What does not fit is not known: its clients get 503, and no others do.
 */
final class Room {
    private final int mostInOne;
    private final int mostInArchitecture;
    private final int mostInAll;
    private final Map<Path, Integer> taken = new HashMap<>();
    private final Map<Path, TooManyNamesException> crowded = new ConcurrentHashMap<>();
    /** By where they are kept: releases that there is no room for beside newer ones. */
    private final Map<Path, Map<Path, TooManyNamesException>> releases = new ConcurrentHashMap<>();

    private long total;
    private Consumer<Path> evict = place -> {};

    Room(CatalogSettings.Names most) {
        this.mostInOne = most.perDirectory();
        this.mostInArchitecture = most.perArchitecture();
        this.mostInAll = most.inAll();
    }

    int mostInOne() {
        return mostInOne;
    }

    int mostInAll() {
        return mostInAll;
    }

    /** Has somebody forget what is in a place that has to go without; called before there are any. */
    void whenEvicted(Consumer<Path> forget) {
        evict = forget;
    }

    /**
     * What is in a directory of a place, read no further than there is room for.
     *
     * @param place an architecture of a channel, a directory below that, or where releases of one are kept
     * @param directory that it leads to, or that of a release
     * @throws UncheckedIOException where nobody knows; of {@link TooManyNamesException} where it is too much
     */
    VisibleFiles.Listing list(Path place, Path directory) {
        try {
            return VisibleFiles.list(directory, mostInOne);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof TooManyNamesException) {
                throw crowd(
                        place,
                        "more than " + mostInOne + " names in one directory, which is as many as are read"
                                + " (names.per-directory). Move some of them elsewhere, or raise it");
            }
            throw e;
        }
    }

    /**
     * Before one manifest and one list of sums can be made of so many: what that takes in memory, all others go without.
     *
     * @param place as in {@link #list}
     * @throws UncheckedIOException of {@link TooManyNamesException} where it is too much
     */
    void requireFitsInOne(Path place, int names) {
        if (names > mostInArchitecture) {
            throw crowd(
                    place,
                    "more than " + mostInArchitecture
                            + " names of one architecture of one channel, with all directories,"
                            + " which is as many as one manifest has (names.per-architecture). Move some of them to"
                            + " another channel, or raise it");
        }
    }

    /**
     * Takes room for all that a place has.
     *
     * @throws UncheckedIOException of {@link TooManyNamesException} where there is none
     */
    synchronized void take(Path place, int names) {
        giveBack(place);
        taken.put(place, names);
        total += names;
        while (total > mostInAll) {
            Path largest = largest(place);
            giveBack(largest);
            String why = "with it there would be more than " + mostInAll + " names in all, and " + channel(largest)
                    + " has most of them (names.in-all). Move some of them elsewhere, or raise it";
            if (largest.equals(place)) {
                throw crowd(place, why);
            }
            crowded.put(largest, new TooManyNamesException(largest, why));
            evict.accept(largest);
        }
        crowded.remove(place);
    }

    /**
     * The same for as many as there are at the least: a place that has had more does not lose it to others while it is
     * looked through.
     */
    synchronized void takeAtLeast(Path place, int names) {
        if (names > taken.getOrDefault(place, 0)) {
            take(place, names);
        }
    }

    /**
     * Of the releases that are kept in a place some have to go without, and no others: room has been taken for all but them.
     *
     * @param without by their directories
     */
    void goWithout(Path place, Map<Path, TooManyNamesException> without) {
        if (without.isEmpty()) {
            releases.remove(place);
        } else {
            releases.put(place, Map.copyOf(without));
        }
    }

    /** A directory below that of an architecture is no longer more than is read. */
    void fits(Path directory) {
        crowded.remove(directory);
    }

    private synchronized UncheckedIOException crowd(Path place, String why) {
        giveBack(place);
        var exception = new TooManyNamesException(place, why);
        crowded.put(place, exception);
        return new UncheckedIOException(exception);
    }

    private void giveBack(Path place) {
        Integer names = taken.remove(place);
        total -= names == null ? 0 : names;
    }

    /** Of the channel that has most, the place that has most; the new one among equals, lest they drive each other out. */
    private Path largest(Path place) {
        Map<String, Integer> channels = taken.entrySet().stream()
                .collect(Collectors.toMap(one -> channel(one.getKey()), Map.Entry::getValue, Integer::sum));
        return taken.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<Path, Integer> one) -> channels.get(channel(one.getKey())))
                        .thenComparing(Map.Entry::getValue)
                        .thenComparing(one -> one.getKey().equals(place)))
                .orElseThrow()
                .getKey();
    }

    /** Its name; that of a release is the same one level further down. */
    private static String channel(Path place) {
        return Objects.requireNonNull(place.getParent(), "a channel")
                .getFileName()
                .toString();
    }

    /**
     * Before something is looked for in a place.
     *
     * @throws UncheckedIOException where it was too much to know it
     */
    void requireKnown(Path place) {
        requireNone(crowded.get(place));
    }

    /** The same in a release that is kept, in the place where it is kept. */
    void requireKnown(Path place, Path release) {
        requireKnown(place);
        requireNone(releases.getOrDefault(place, Map.of()).get(release));
    }

    private static void requireNone(@Nullable TooManyNamesException exception) {
        if (exception != null) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The directories of which nothing is to be known, without links in their names. */
    Set<Path> crowded() {
        return crowded.keySet().stream()
                .map(Room::realPath)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Optional<Path> realPath(Path place) {
        try {
            return Optional.of(place.toRealPath());
        } catch (IOException e) {
            // It is gone, and what was in it as well.
            return Optional.empty();
        }
    }

    /**
     * Gives back what others have had.
     *
     * @param inner those below the directory of an architecture
     */
    synchronized void forgetAllBut(Set<Path> places, Set<Path> inner) {
        List<Path> gone =
                taken.keySet().stream().filter(place -> !places.contains(place)).toList();
        gone.forEach(this::giveBack);
        releases.keySet().retainAll(places);
        crowded.keySet().removeIf(place -> !places.contains(place) && !inner.contains(place));
    }
}
