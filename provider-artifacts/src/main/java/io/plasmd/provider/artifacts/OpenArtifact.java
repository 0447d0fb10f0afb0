package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import io.plasmd.provider.files.NotRegularFileException;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.InodeNumbers;
import io.plasmd.provider.release.ReleaseUse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of an artifact, open for reading: it was asked what it is after it was opened, and is what is sent. */
final class OpenArtifact implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenArtifact.class);

    private final FileVersion version;
    private final OpenFile file;
    private final FileWatch watch;
    private final Closeable use;
    private Mappings.@Nullable Use mapping;

    private OpenArtifact(FileVersion version, OpenFile file, FileWatch watch, Closeable use) {
        this.version = version;
        this.file = file;
        this.watch = watch;
        this.use = use;
    }

    /**
     * Opens exactly this version; until it is closed, no publisher removes the release that it belongs to.
     *
     * @throws ArtifactBrokenException where the path now leads to another one
     */
    static OpenArtifact open(Artifact artifact, KnownDigests digests, ReleaseUse uses) throws IOException {
        FileVersion version = artifact.version();
        requireAtRest(version, digests);
        Closeable use = uses.begin(version.path());
        try {
            return open(artifact, digests, use);
        } catch (IOException | RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private static OpenArtifact open(Artifact artifact, KnownDigests digests, Closeable use) throws IOException {
        OpenFile file = openVersion(artifact.version());
        try {
            return new OpenArtifact(artifact.version(), file, new FileWatch(file, artifact, digests), use);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Of what may be written just now without a trace, what is read may be of two versions. */
    private static void requireAtRest(FileVersion version, KnownDigests digests) throws ArtifactBrokenException {
        if (!digests.isAtRest(version)) {
            throw new ArtifactBrokenException(
                    "the file was written just now, and the file system cannot tell whether it is again");
        }
    }

    private static OpenFile openVersion(FileVersion version) throws IOException {
        OpenFile file;
        try {
            file = OpenFile.real(version.path());
        } catch (NotRegularFileException e) {
            throw new ArtifactBrokenException("something else is in its place: " + e.getReason());
        }
        try {
            requireVersion(version, file);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void requireVersion(FileVersion version, OpenFile file) throws IOException {
        if (!version.matches(file.state())) {
            InodeNumbers.check(version, file);
            throw new ArtifactBrokenException("the file was changed or replaced just now");
        }
    }

    /**
     * Reads all of an artifact that is small, with one look before and one after.
     *
     * @throws ArtifactBrokenException where it is another version by then
     */
    static void readWhole(Artifact artifact, KnownDigests digests, ByteBuffer buffer) throws IOException {
        FileVersion version = artifact.version();
        requireAtRest(version, digests);
        int start = buffer.position();
        try (OpenFile file = openVersion(version)) {
            readFully(file, buffer, 0);
            requireVersion(version, file);
        }
        if (artifact.digest().isPresent() && !digests.of(version).equals(artifact.digest())) {
            // Of a file that was linked just now, and is still being digested anew.
            byte[] content = new byte[buffer.position() - start];
            buffer.get(start, content);
            if (!Digest.ofContent(content).equals(artifact.digest().get())) {
                throw new ArtifactBrokenException("the file was changed in place");
            }
        }
    }

    /** Reads so many bytes from a position of the file. They are of this version if it is unchanged afterwards. */
    void read(ByteBuffer buffer, long position, int count) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + count);
        readFully(file, buffer, position);
        buffer.limit(limit);
    }

    private static void readFully(OpenFile file, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = readSome(file, buffer, at);
            if (read < 0) {
                throw new ArtifactBrokenException("the file was truncated to " + at + " bytes or fewer");
            }
            at += read;
        }
    }

    private static int readSome(OpenFile file, ByteBuffer buffer, long position) throws IOException {
        try {
            return file.read(buffer, position);
        } catch (ClosedChannelException e) {
            // The request ended, and closed the file.
            throw e;
        } catch (IOException e) {
            throw new ArtifactBrokenException("the file cannot be read: " + e.getMessage());
        }
    }

    /**
     * Has {@link #slice} work from now on.
     *
     * @return false where it cannot be mapped: not every file system lets it, and a process has 65,530 mappings at most
     */
    boolean map(Mappings mappings) {
        try {
            mapping = mappings.begin(version, file);
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

    /**
     * Asks the kernel.
     *
     * @throws ArtifactBrokenException where the open file is no longer the version that was opened
     */
    void requireUnchanged() throws IOException {
        watch.check();
    }

    /**
     * Whether all that has been sent is known to be of one version, so that the end may be sent as well.
     *
     * @throws ArtifactBrokenException where it is known not to be
     */
    boolean isCertain() throws IOException {
        return watch.isCertain();
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
                file) {
            if (mapping != null) {
                mapping.close();
            }
        }
    }
}
