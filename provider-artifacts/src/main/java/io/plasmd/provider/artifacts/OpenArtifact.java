package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.ReleaseUse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of an artifact, open for reading. */
final class OpenArtifact implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenArtifact.class);

    private final FileVersion version;
    private final FileChannel channel;
    private final Closeable use;
    private Mappings.@Nullable Use mapping;

    private OpenArtifact(FileVersion version, FileChannel channel, Closeable use) {
        this.version = version;
        this.channel = channel;
        this.use = use;
    }

    /**
     * Opens exactly this version; until it is closed, no publisher removes the release that it belongs to.
     *
     * @throws ArtifactBrokenException where the path now leads to another one
     */
    static OpenArtifact open(FileVersion version, ReleaseUse uses) throws IOException {
        Closeable use = uses.begin(version.path());
        try {
            return open(version, use);
        } catch (IOException | RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private static OpenArtifact open(FileVersion version, Closeable use) throws IOException {
        FileChannel channel = FileChannel.open(version.path(), StandardOpenOption.READ);
        try {
            // After the open: what the path led to in between is what was opened.
            BasicFileAttributes opened = Files.readAttributes(version.path(), BasicFileAttributes.class);
            if (!version.matches(opened)) {
                throw new ArtifactBrokenException("the file was replaced just now");
            }
            return new OpenArtifact(version, channel, use);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads all of a version that is small, with one look at the end.
     *
     * @throws ArtifactBrokenException where it is another one by then
     */
    static void readWhole(FileVersion version, ByteBuffer buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(version.path(), StandardOpenOption.READ)) {
            readFully(channel, buffer, 0);
        }
        if (!version.matches(Files.readAttributes(version.path(), BasicFileAttributes.class))) {
            throw new ArtifactBrokenException("the file was changed or replaced just now");
        }
    }

    /** Reads so many bytes from a position of the file. They are of this version if it is unchanged afterwards. */
    void read(ByteBuffer buffer, long position, int count) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + count);
        readFully(channel, buffer, position);
        buffer.limit(limit);
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = readSome(channel, buffer, at);
            if (read < 0) {
                throw new ArtifactBrokenException("the file was truncated to " + at + " bytes or fewer");
            }
            at += read;
        }
    }

    /**
     * Has {@link #slice} work from now on.
     *
     * @return false where it cannot be mapped: not every file system lets it, and a process has 65,530 mappings at most
     */
    boolean map(Mappings mappings) {
        try {
            mapping = mappings.begin(version, channel);
            return true;
        } catch (IOException e) {
            LOG.debug("cannot map {}", version.path(), e);
            return false;
        }
    }

    /**
     * Before each write to the network: mapped bytes are those of this version only while the file is unchanged, and a
     * slice of them may have waited for its client. Copied ones were looked at when they were read.
     */
    void requireWritable() throws IOException {
        if (mapping != null) {
            requireUnchanged();
        }
    }

    /** A stretch of the file, for the kernel to read and nobody else. */
    ByteBuffer slice(long offset, int length) {
        return Objects.requireNonNull(mapping, "not mapped").slice(offset, length);
    }

    private static int readSome(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        try {
            return channel.read(buffer, position);
        } catch (ClosedChannelException e) {
            // The request ended, and closed the file.
            throw e;
        } catch (IOException e) {
            throw new ArtifactBrokenException("the file cannot be read: " + e.getMessage());
        }
    }

    /**
     * Asks the file system.
     *
     * @throws ArtifactBrokenException where the open file is no longer the version that was opened
     */
    void requireUnchanged() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(version.path(), BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            requireSameSize();
            return;
        }
        if (!version.isSameFile(now)) {
            // Replaced: the name leads elsewhere, the open file is as it was.
            requireSameSize();
        } else if (!version.hasSizeAndTimeOf(now)) {
            throw new ArtifactBrokenException("the file was changed in place");
        }
    }

    private void requireSameSize() throws IOException {
        if (channel.size() != version.size()) {
            throw new ArtifactBrokenException("the file was changed in place");
        }
    }

    /**
     * Why the sending failed, as far as the file has to do with it.
     *
     * @param failure as the network tells it
     */
    Throwable reason(Throwable failure) {
        if (mapping == null || failure instanceof ArtifactBrokenException) {
            return failure;
        }
        try {
            requireUnchanged();
        } catch (IOException changed) {
            return changed;
        }
        // strerror(3) of EFAULT: what write(2) says of a page that cannot be read.
        return "Bad address".equals(failure.getMessage())
                ? new ArtifactBrokenException("the file cannot be read")
                : failure;
    }

    @Override
    public void close() throws IOException {
        try (use;
                channel) {
            if (mapping != null) {
                mapping.close();
            }
        }
    }
}
