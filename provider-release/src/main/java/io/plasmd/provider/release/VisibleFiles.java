package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Directories as clients see them. */
public final class VisibleFiles {
    private VisibleFiles() {}

    /**
     * What is in a directory, sorted; nothing that has a dot in front, and nothing where there is no directory or it may
     * not be read.
     *
     * @throws UncheckedIOException where nobody knows: no descriptor is left, or the disk fails
     */
    public static List<Path> in(Path directory) {
        List<Path> children = new ArrayList<>();
        try {
            requireDirectory(directory);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                for (Path child : stream) {
                    if (Names.isSegment(child.getFileName().toString())) {
                        children.add(child);
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
        children.sort(null);
        return children;
    }

    /** A FIFO, which the JDK would open to see whether it is a directory, keeps waiting until somebody writes. */
    private static void requireDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
