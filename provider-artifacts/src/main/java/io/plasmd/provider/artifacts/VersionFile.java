package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import io.plasmd.provider.files.NotRegularFileException;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.InodeNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Opens and reads files of which it has to be exactly one version that is read. */
final class VersionFile {
    private VersionFile() {}

    /** Of what may be written just now without a trace, what is read may be of two versions. */
    static void requireAtRest(FileVersion version, KnownDigests digests) throws ArtifactBrokenException {
        if (!digests.isAtRest(version)) {
            throw new ArtifactBrokenException(
                    "the file was written just now, and the file system cannot tell whether it is again");
        }
    }

    static OpenFile open(FileVersion version) throws IOException {
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
        try (OpenFile file = open(version)) {
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

    static void readFully(OpenFile file, ByteBuffer buffer, long position) throws IOException {
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
}
