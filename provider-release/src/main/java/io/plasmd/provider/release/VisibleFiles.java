package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Directories as clients see them. */
public final class VisibleFiles {
    private VisibleFiles() {}

    /** What is in a directory, sorted; nothing that has a dot in front, and nothing where it cannot be read. */
    public static List<Path> in(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (Names.isSegment(child.getFileName().toString())) {
                    children.add(child);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
