package io.plasmd.provider.netboot.boots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines of which later ones take the place of earlier ones. What was written whole is there after a crash; a
 * line that was not is dropped. Used by one thread at a time.
 */
final class Journal implements Closeable {
    static final String NAME = "boots.jsonl";
    /** The next one, before it takes the place of the other. */
    static final String NEXT = "boots.jsonl.new";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** Below that nothing is gained by writing it anew. */
    private static final long SMALL = 4 << 20;

    private static final int BLOCK = 64 << 10;

    private final Path directory;
    private final Path file;
    private final Path next;
    private final Output.Disk disk;
    private @Nullable Output output;
    /** Up to where all is whole. */
    private long size;
    /** What it was when it last held nothing that later lines have taken the place of. */
    private long compact;

    Journal(Path directory, Output.Disk disk) {
        this.directory = directory;
        file = directory.resolve(NAME);
        next = directory.resolve(NEXT);
        this.disk = disk;
    }

    Path file() {
        return file;
    }

    /**
     * Reads it from its begin to its end.
     *
     * @param taker of each line; throws what it likes where it can make nothing of one, which is then left out
     */
    void read(Consumer<String> taker) throws IOException {
        var lines = new WholeLines(taker);
        try (var in = Files.newInputStream(file)) {
            lines.read(in);
        } catch (NoSuchFileException e) {
            return;
        }
        size = lines.size();
        if (lines.unreadable() > 0) {
            String number = lines.unreadable() == 1 ? "1 line" : lines.unreadable() + " lines";
            LOG.warn("{}: {} cannot be read, from line {} on: left out", file, number, lines.firstUnreadable());
        }
        if (lines.isTorn()) {
            LOG.warn("{}: the last line was not written to its end: dropped", file);
        }
    }

    /** All of the lines, or none of them. */
    void append(List<String> lines, boolean lasting) throws IOException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        Output to = output == null ? open() : output;
        try {
            to.write(bytes);
            if (lasting) {
                to.force();
            }
        } catch (IOException e) {
            try {
                to.truncate(size);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            close();
            throw e;
        }
        size += bytes.length;
    }

    private Output open() throws IOException {
        Files.createDirectories(directory);
        Output opened = disk.open(file);
        try {
            // Whatever stands there has no end, and what follows would become part of it.
            opened.truncate(size);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        output = opened;
        return opened;
    }

    /** Whether so much of it was taken the place of that it is worth writing anew. */
    boolean hasGrown() {
        return size > Math.max(SMALL, 2 * compact);
    }

    /** Writes it anew. Where that fails, the old one is as it was. */
    void rewrite(Iterator<String> lines) throws IOException {
        long written;
        try {
            Files.deleteIfExists(next);
            written = write(lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(next);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        // What is open is no longer there.
        close();
        size = written;
        compact = written;
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private long write(Iterator<String> lines) throws IOException {
        long written = 0;
        try (Output to = disk.open(next)) {
            var block = new StringBuilder(BLOCK);
            while (lines.hasNext()) {
                block.append(lines.next()).append('\n');
                if (block.length() >= BLOCK || !lines.hasNext()) {
                    byte[] bytes = block.toString().getBytes(UTF_8);
                    to.write(bytes);
                    written += bytes.length;
                    block.setLength(0);
                }
            }
            to.force();
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        Output open = output;
        output = null;
        if (open != null) {
            open.close();
        }
    }
}
