package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stretch of an open artifact as a stream, for the parts of {@code multipart/byteranges}. Closing it closes nothing. */
final class ArtifactInputStream extends InputStream {
    private final OpenArtifact artifact;
    private final long end;
    private long position;

    ArtifactInputStream(OpenArtifact artifact, long offset, long length) {
        this.artifact = artifact;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        int count = (int) Math.min(length, end - position);
        artifact.read(ByteBuffer.wrap(bytes, offset, count), position);
        position += count;
        return count;
    }
}
