package io.plasmd.provider.release;

import io.plasmd.provider.files.Absence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories as clients see them. */
public final class VisibleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(VisibleFiles.class);

    /** Directories of which it was said that some are left out. */
    private static final Map<Path, Integer> TOLD = new ConcurrentHashMap<>();

    private static final int MOST_TOLD = 1000;

    private static final int UNIT = 64;

    private VisibleFiles() {}

    /**
     * What a look into a directory finds.
     *
     * @param visible what clients can ask for, sorted
     * @param nameless how many others there are whose name is no text
     */
    public record Listing(List<Path> visible, int nameless) {}

    /**
     * What is in a directory, sorted; nothing that has a dot in front or a name that is no text, and nothing where there
     * certainly is no directory.
     *
     * @throws UncheckedIOException where nobody knows: it may not be read, no descriptor is left, or the disk fails
     */
    public static List<Path> in(Path directory) {
        return list(directory, Integer.MAX_VALUE).visible();
    }

    /**
     * The same, and what is left out since nobody could ask for it; reads no further than so many names, be they visible
     * or not, of which long ones count as several.
     *
     * @throws UncheckedIOException where nobody knows; of {@link TooManyNamesException} where there are more
     */
    public static Listing list(Path directory, int most) {
        List<Path> children = new ArrayList<>();
        List<Path> nameless = new ArrayList<>();
        try {
            requireDirectory(directory);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                int names = 0;
                for (Path child : stream) {
                    names += weight(child);
                    if (names > most) {
                        throw new TooManyNamesException(directory, most);
                    }
                    if (Names.isSegment(child.getFileName().toString())) {
                        (ForeignNames.isText(child) ? children : nameless).add(child);
                    }
                }
            }
        } catch (IOException e) {
            return nothingIn(directory, e);
        } catch (DirectoryIteratorException e) {
            return nothingIn(directory, Objects.requireNonNull(e.getCause()));
        }
        tell(directory, nameless);
        // A name that is exchanged meanwhile may be read twice.
        return new Listing(children.stream().sorted().distinct().toList(), nameless.size());
    }

    /** As how many a name counts: one for each 64 characters that it begins, since that is what it takes in memory. */
    public static int weight(Path file) {
        return weight(0, file);
    }

    /**
     * The same of one that has the names of directories before it.
     *
     * @param before how many characters they have
     */
    public static int weight(int before, Path file) {
        return 1 + (before + file.getFileName().toString().length()) / UNIT;
    }

    /**
     * Whether there is something visible in a directory that counts; reads no further than to the first.
     *
     * @throws UncheckedIOException where nobody knows
     */
    public static boolean has(Path directory, Predicate<Path> counts) {
        try {
            requireDirectory(directory);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                for (Path child : stream) {
                    if (isVisible(child) && counts.test(child)) {
                        return true;
                    }
                }
                return false;
            }
        } catch (IOException e) {
            return !nothingIn(directory, e).visible().isEmpty();
        } catch (DirectoryIteratorException e) {
            return !nothingIn(directory, Objects.requireNonNull(e.getCause()))
                    .visible()
                    .isEmpty();
        }
    }

    private static boolean isVisible(Path child) {
        return Names.isSegment(child.getFileName().toString()) && ForeignNames.isText(child);
    }

    private static Listing nothingIn(Path directory, IOException failure) {
        if (Absence.isCertain(directory, failure)) {
            return new Listing(List.of(), 0);
        }
        throw new UncheckedIOException(failure);
    }

    /** Once for each directory, and again when there are more or fewer. */
    private static void tell(Path directory, List<Path> nameless) {
        if (nameless.isEmpty()) {
            TOLD.remove(directory);
            return;
        }
        if (TOLD.size() < MOST_TOLD && !Objects.equals(TOLD.put(directory, nameless.size()), nameless.size())) {
            Path first = nameless.stream().min(Comparator.naturalOrder()).orElseThrow();
            String others = nameless.size() == 1 ? "" : " and " + (nameless.size() - 1) + " more beside it";
            LOG.warn(
                    "not listed: {}{}. Its name {}",
                    ForeignNames.printable(first),
                    others,
                    ForeignNames.why(directory));
        }
    }

    /** A FIFO, which the JDK would open to see whether it is a directory, keeps waiting until somebody writes. */
    private static void requireDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
