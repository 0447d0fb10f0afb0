package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/** Read into a buffer, one after the other: of each it is certain before it leaves that it is of the right version. */
final class CopiedPieces implements Pieces {
    /** The largest buffer that Jetty's pool keeps. */
    static final int LONGEST = 64 * 1024;

    private final OpenArtifact artifact;
    private final Deque<Segment> segments;
    private final RetainableByteBuffer buffer;
    private long left;

    /**
     * Takes a buffer from a pool.
     *
     * @param size of the buffer, at the most
     */
    CopiedPieces(OpenArtifact artifact, List<? extends Segment> content, ByteBufferPool pool, int size) {
        this.artifact = artifact;
        segments = new ArrayDeque<>(content);
        left = content.stream().mapToLong(Segment::length).sum();
        buffer = pool.acquire((int) Math.min(size, left), true);
    }

    @Override
    public int longest() {
        return (int) Math.min(buffer.capacity(), left);
    }

    /** Only the last one is held back. */
    @Override
    public boolean isReady() throws IOException {
        return left > buffer.capacity() || artifact.isCertain();
    }

    @Override
    public ByteBuffer next(int count) throws IOException {
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        bytes.limit(bytes.position() + count);
        fill(bytes);
        // After the reading and before the sending: bytes of another version never leave.
        artifact.requireUnchanged();
        BufferUtil.flipToFlush(bytes, 0);
        left -= count;
        return bytes;
    }

    private void fill(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && !segments.isEmpty()) {
            Segment segment = segments.pop();
            int count = (int) Math.min(bytes.remaining(), segment.length());
            Segment rest = switch (segment) {
                case Segment.Text text -> {
                    bytes.put(text.ascii().substring(0, count).getBytes(StandardCharsets.US_ASCII));
                    yield new Segment.Text(text.ascii().substring(count));
                }
                case Segment.Stretch stretch -> {
                    artifact.read(bytes, stretch.offset(), count);
                    yield stretch.after(count);
                }
            };
            if (rest.length() > 0) {
                segments.push(rest);
            }
        }
    }

    @Override
    public void release() {
        buffer.release();
    }
}
