package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends segments: fill a buffer, write it, and only when the network has taken it fill the next. */
final class ArtifactSender extends IteratingNestedCallback {
    /** The largest buffer that Jetty's pool keeps. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OpenArtifact artifact;
    private final Deque<Segment> segments;
    private final Content.Sink sink;
    private final RetainableByteBuffer buffer;
    private boolean done;

    ArtifactSender(
            OpenArtifact artifact, List<Segment> segments, Content.Sink sink, ByteBufferPool pool, Callback callback) {
        super(callback);
        this.artifact = artifact;
        this.segments = new ArrayDeque<>(segments);
        this.sink = sink;
        long length = segments.stream().mapToLong(Segment::length).sum();
        this.buffer = pool.acquire((int) Math.min(BUFFER_BYTES, length), true);
    }

    /** Reading a disk blocks, so the network's own thread must not do it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    protected Action process() throws Throwable {
        if (done) {
            return Action.SUCCEEDED;
        }
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        fill(bytes);
        // After the reading and before the sending: bytes of another version never leave.
        artifact.requireUnchanged();
        BufferUtil.flipToFlush(bytes, 0);
        done = segments.isEmpty();
        sink.write(done, bytes, this);
        return Action.SCHEDULED;
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
                    yield new Segment.Stretch(stretch.offset() + count, stretch.length() - count);
                }
            };
            if (rest.length() > 0) {
                segments.push(rest);
            }
        }
    }

    @Override
    protected void onCompleteSuccess() {
        buffer.release();
        super.onCompleteSuccess();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        buffer.release();
        super.onCompleteFailure(cause);
    }
}
