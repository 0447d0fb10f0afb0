package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which release is being fetched, so that a client that asks for it early is told to wait, and not that there is none.
 * It has the name of the directory in which the release is put together, and counts for as long as that is there.
 */
final class ComingMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComingMark.class);

    /** Fetches at the same time: each is looked at for every release that is asked for and is not here. */
    private static final int MOST = 100;

    private final Path file;
    private final Disk disk;

    private ComingMark(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    static ComingMark make(StoreLayout layout, Staging staging, Disk disk, String channel, String arch, String version)
            throws IOException {
        disk.createDirectories(layout.coming());
        var mark = new ComingMark(layout.coming().resolve(staging.name()), disk);
        disk.write(mark.file, content(channel, arch, version));
        return mark;
    }

    /** Whether there is one of a release. */
    static boolean isMade(StoreLayout layout, String channel, String arch, String version) {
        byte[] wanted = content(channel, arch, version);
        try {
            return VisibleFiles.list(layout.coming(), MOST).visible().stream().anyMatch(mark -> says(mark, wanted));
        } catch (UncheckedIOException e) {
            LOG.debug("cannot tell what is being fetched", e);
            return false;
        }
    }

    private static boolean says(Path mark, byte[] wanted) {
        try {
            return Arrays.equals(SmallFile.read(mark, wanted.length), wanted);
        } catch (IOException e) {
            // It is over, or another one, whose name is longer.
            return false;
        }
    }

    /** Names have no slash and no line feed in them. */
    private static byte[] content(String channel, String arch, String version) {
        return (channel + "/" + arch + "/" + version + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Removes one whose maker is gone. */
    static void clear(Path mark, StoreLayout layout, Disk disk) throws IOException {
        Optional<Inode> inode = disk.tree().look(mark);
        if (inode.isPresent() && !inode.get().isRegular()) {
            throw new FileSystemException(mark.toString(), null, "is no file, so provider has not made it; remove it");
        }
        if (disk.tree().look(layout.staging().resolve(Disk.name(mark))).isEmpty()) {
            disk.deleteIfExists(mark);
        }
    }

    @Override
    public void close() throws IOException {
        disk.deleteIfExists(file);
    }
}
