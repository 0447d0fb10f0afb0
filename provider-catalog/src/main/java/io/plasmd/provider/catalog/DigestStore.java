package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digests in a file, so that a restart does not compute them again. One line each: digest, size, times of the last
 * modification and of the inode's last change, inode and path, the path last since it may contain blanks. Lines of the
 * first versions, which had no time of the inode's change but a device, do not read as such: they prove nothing.
 */
final class DigestStore {
    private static final Logger LOG = LoggerFactory.getLogger(DigestStore.class);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d+) (-?\\d+) (-?\\d+) (-?\\d+) (\\S.*)");

    static final Path NAME = Path.of("digests");

    /** A thousand files or so, which take some milliseconds. */
    private static final long LARGE_BYTES = 200_000;

    private static final Comparator<Map.Entry<FileVersion, Digest>> ORDER = Comparator.comparing(
                    (Map.Entry<FileVersion, Digest> one) -> one.getKey().directory())
            .thenComparing(one -> one.getKey().name())
            .thenComparing(Map.Entry::getValue);

    /** Of a file of which nobody knows: it is written as a whole. */
    private static final long UNKNOWN = -1;

    private final PrivateDirectory directory;
    private boolean failing;
    /** Of the file as this one has left it, in bytes. */
    private long size = UNKNOWN;

    private long lines;
    /** A crash may have left its last line unfinished. */
    private boolean mayEndInALine;

    DigestStore(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** Whether reading it takes longer than a start should. */
    boolean isLarge() {
        try {
            return Files.size(directory.file(NAME)) > LARGE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells what is remembered. A line that makes no sense is skipped, and the file mended: its file is digested again. */
    synchronized void load(BiConsumer<FileVersion, Digest> known) {
        Map<Path, Path> directories = new HashMap<>();
        boolean isWhole = true;
        lines = 0;
        try (BufferedReader text = new BufferedReader(
                // Not as strict UTF-8: one damaged byte must not lose all other lines.
                new InputStreamReader(directory.open(NAME), StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                isWhole &= parse(line, directories, known);
                lines++;
            }
            size = isWhole ? directory.size(NAME) : UNKNOWN;
            mayEndInALine = true;
        } catch (NoSuchFileException | FileNotFoundException e) {
            LOG.debug("nothing is remembered");
        } catch (IOException e) {
            LOG.warn(
                    "cannot read the remembered digests {}: {}. They are computed anew.",
                    directory.file(NAME),
                    e.toString());
        }
    }

    private static boolean parse(String line, Map<Path, Path> directories, BiConsumer<FileVersion, Digest> known) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            return false;
        }
        try {
            Path path = Path.of(unescape(fields.group(6)));
            Path parent = path.getParent();
            if (parent == null) {
                return false;
            }
            var version = new FileVersion(
                    directories.computeIfAbsent(parent, one -> one),
                    path.getFileName().toString(),
                    Long.parseLong(fields.group(2)),
                    Long.parseLong(fields.group(3)),
                    Long.parseLong(fields.group(4)),
                    Long.parseLong(fields.group(5)));
            known.accept(version, new Digest(fields.group(1)));
            return true;
        } catch (NumberFormatException | InvalidPathException e) {
            return false;
        }
    }

    /** How many there are in the file, of files that are there and of files that are gone. */
    synchronized long lines() {
        return lines;
    }

    /** Replaces the file in one step, so that a crash leaves the old one or the new one. */
    synchronized void save(Stream<Map.Entry<FileVersion, Digest>> digests) {
        try {
            size = UNKNOWN;
            lines = 0;
            // Sorted, so that people can compare two of them.
            directory.write(NAME, out -> write(digests.sorted(ORDER).iterator(), out));
            size = directory.size(NAME);
            mayEndInALine = false;
            failing = false;
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * Adds to the file. A crash may leave the last line unfinished; {@link #load} skips it, since no file has all that it
     * says.
     *
     * @return false where the file is not as it was left, and is to be saved as a whole
     */
    synchronized boolean add(Iterable<Map.Entry<FileVersion, Digest>> digests) {
        if (size == UNKNOWN) {
            return false;
        }
        try {
            long expected = size;
            size = UNKNOWN;
            if (!directory.append(NAME, expected, out -> addTo(out, digests))) {
                return false;
            }
            mayEndInALine = false;
            size = directory.size(NAME);
            failing = false;
        } catch (IOException e) {
            failed(e);
        }
        return true;
    }

    private void addTo(OutputStream out, Iterable<Map.Entry<FileVersion, Digest>> digests) throws IOException {
        if (mayEndInALine) {
            out.write('\n');
        }
        write(digests.iterator(), out);
    }

    private void write(Iterator<Map.Entry<FileVersion, Digest>> digests, OutputStream out) throws IOException {
        var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        while (digests.hasNext()) {
            Map.Entry<FileVersion, Digest> one = digests.next();
            text.write(line(one.getKey(), one.getValue()));
            lines++;
        }
        text.flush();
    }

    private void failed(IOException e) {
        if (!failing) {
            LOG.warn(
                    "cannot remember the digests in {}: {}. They will be computed again at the next start.",
                    directory.file(NAME),
                    e.toString());
        }
        failing = true;
    }

    private static String line(FileVersion version, Digest digest) {
        return String.join(
                        " ",
                        digest.hex(),
                        Long.toString(version.size()),
                        Long.toString(version.modifiedNanos()),
                        Long.toString(version.changedNanos()),
                        Long.toString(version.inode()),
                        escape(version.path().toString()))
                + '\n';
    }

    private static String escape(String path) {
        return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String text) {
        var path = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                path.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            path.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return path.toString();
    }
}
