package io.plasmd.provider.release;

import io.plasmd.provider.files.Absence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories as clients see them. */
public final class VisibleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(VisibleFiles.class);
    private static final AtomicBoolean told = new AtomicBoolean();

    private VisibleFiles() {}

    /**
     * What is in a directory, sorted; nothing that has a dot in front or a name that is no text, and nothing where there
     * certainly is no directory.
     *
     * @throws UncheckedIOException where nobody knows: it may not be read, no descriptor is left, or the disk fails
     */
    public static List<Path> in(Path directory) {
        return in(directory, Integer.MAX_VALUE);
    }

    /**
     * The same, but reads no further than so many names, be they visible or not.
     *
     * @throws UncheckedIOException where nobody knows; of {@link TooManyNamesException} where there are more
     */
    public static List<Path> in(Path directory, int most) {
        List<Path> children = new ArrayList<>();
        try {
            requireDirectory(directory);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                int names = 0;
                for (Path child : stream) {
                    if (names++ == most) {
                        throw new TooManyNamesException(directory, most);
                    }
                    if (isVisible(child)) {
                        children.add(child);
                    }
                }
            }
        } catch (IOException e) {
            return nothingIn(directory, e);
        } catch (DirectoryIteratorException e) {
            return nothingIn(directory, Objects.requireNonNull(e.getCause()));
        }
        children.sort(null);
        return children;
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
            return !nothingIn(directory, e).isEmpty();
        } catch (DirectoryIteratorException e) {
            return !nothingIn(directory, Objects.requireNonNull(e.getCause())).isEmpty();
        }
    }

    private static boolean isVisible(Path child) {
        return Names.isSegment(child.getFileName().toString()) && hasName(child);
    }

    private static List<Path> nothingIn(Path directory, IOException failure) {
        if (Absence.isCertain(directory, failure)) {
            return List.of();
        }
        throw new UncheckedIOException(failure);
    }

    /**
     * Whether the name as a text leads back to the file. One that is not UTF-8 (or, in a locale without it, not ASCII) does
     * not: nobody could ask for it.
     */
    private static boolean hasName(Path child) {
        Path fileName = child.getFileName();
        String name = fileName.toString();
        if (name.chars().allMatch(c -> c < 0x80)) {
            return true;
        }
        try {
            if (child.resolveSibling(name).getFileName().equals(fileName)) {
                return true;
            }
        } catch (InvalidPathException e) {
            // Not a name in this locale.
        }
        if (!told.getAndSet(true)) {
            LOG.warn(
                    "{} is not listed: its name is not text in the encoding of this process ({}), so nobody could ask for"
                            + " it. Rename it. Of others like it nothing is said.",
                    child,
                    System.getProperty("sun.jnu.encoding"));
        }
        return false;
    }

    /** A FIFO, which the JDK would open to see whether it is a directory, keeps waiting until somebody writes. */
    private static void requireDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
