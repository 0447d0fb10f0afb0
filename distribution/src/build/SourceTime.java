import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Gives all files of the install the time of the commit that they were made of, as the tarball has it. The start-up cache
 * holds for a jar and a runtime of just the times that they had when it was made.
 */
final class SourceTime {
    private SourceTime() {}

    /**
     * Leaves the files as they are where the time is unknown.
     *
     * @param time as Maven has it: such as 2026-11-26T03:12:44Z, or outside of a clone the name of a property
     */
    static void set(String time, Path install) throws IOException {
        if (time.isEmpty() || time.startsWith("$")) {
            return;
        }
        FileTime same = FileTime.from(Instant.parse(time));
        try (Stream<Path> files = Files.walk(install)) {
            for (Path file : (Iterable<Path>) files.filter(path -> !Files.isSymbolicLink(path))::iterator) {
                Files.setLastModifiedTime(file, same);
            }
        }
    }
}
