package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.ReleaseUse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.util.IO;
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
    private final @Nullable RemoteReads remote;
    private boolean closed;
    private Mappings.@Nullable Use mapping;

    private OpenArtifact(
            FileVersion version, OpenFile file, FileWatch watch, Closeable use, @Nullable RemoteReads remote) {
        this.version = version;
        this.file = file;
        this.watch = watch;
        this.use = use;
        this.remote = remote;
    }

    /**
     * Opens exactly this version; until it is closed, no publisher removes the release that it belongs to.
     *
     * @param remote of a file system that may not answer; null for any other
     * @throws ArtifactBrokenException where the path now leads to another one
     */
    static OpenArtifact open(Artifact artifact, KnownDigests digests, ReleaseUse uses, @Nullable RemoteReads remote)
            throws IOException {
        FileVersion version = artifact.version();
        VersionFile.requireAtRest(version, digests);
        Closeable use = uses.begin(version.path());
        try {
            return open(artifact, digests, use, remote);
        } catch (IOException | RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private static OpenArtifact open(
            Artifact artifact, KnownDigests digests, Closeable use, @Nullable RemoteReads remote) throws IOException {
        OpenFile file = VersionFile.open(artifact.version());
        try {
            return new OpenArtifact(artifact.version(), file, new FileWatch(file, artifact, digests), use, remote);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads so many bytes from a position of the file. They are of this version if it is unchanged afterwards. */
    void read(ByteBuffer buffer, long position, int count) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + count);
        if (remote == null) {
            VersionFile.readFully(file, buffer, position);
        } else {
            remote.read(() -> {
                VersionFile.readFully(file, buffer, position);
                return true;
            });
        }
        buffer.limit(limit);
    }

    /**
     * Has {@link #slice} work from now on.
     *
     * @return false where it cannot be mapped: not every file system lets it, and a process has 65,530 mappings at most;
     *     and where a page may not come: whoever waits for one in a write has the connection locked, for all others
     */
    boolean map(Mappings mappings) {
        if (remote != null) {
            return false;
        }
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
        if (remote == null) {
            watch.check();
        } else {
            remote.read(() -> {
                watch.check();
                return true;
            });
        }
    }

    /**
     * Whether all that has been sent is known to be of one version, so that the end may be sent as well.
     *
     * @throws ArtifactBrokenException where it is known not to be
     */
    boolean isCertain() throws IOException {
        return remote == null ? watch.isCertain() : remote.read(watch::isCertain);
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

    @Nullable
    RemoteReads remote() {
        return remote;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (remote == null) {
            closeNow();
        } else {
            remote.later(() -> IO.close(this::closeNow));
        }
    }

    private void closeNow() throws IOException {
        try (use;
                file) {
            if (mapping != null) {
                mapping.close();
            }
        }
    }
}
