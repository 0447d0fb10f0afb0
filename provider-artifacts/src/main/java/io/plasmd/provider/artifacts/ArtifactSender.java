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
    private final Download download;
    private final Pace pace;
    private long left;
    private int granted;
    private int underWay;
    private boolean done;

    ArtifactSender(
            OpenArtifact artifact,
            List<Segment> segments,
            Content.Sink sink,
            ByteBufferPool pool,
            Download download,
            Callback callback) {
        super(callback);
        this.artifact = artifact;
        this.segments = new ArrayDeque<>(segments);
        this.sink = sink;
        this.download = download;
        pace = download.pace();
        left = segments.stream().mapToLong(Segment::length).sum();
        this.buffer = pool.acquire((int) Math.min(pace.largestWrite(BUFFER_BYTES), left), true);
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
        if (!pace.isNone() && granted == 0) {
            granted = Math.min(nextWrite(), buffer.capacity());
            pace.ask(granted, this);
            return Action.SCHEDULED;
        }
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        if (granted > 0) {
            bytes.limit(Math.min(bytes.limit(), bytes.position() + granted));
            granted = 0;
        }
        fill(bytes);
        // After the reading and before the sending: bytes of another version never leave.
        artifact.requireUnchanged();
        BufferUtil.flipToFlush(bytes, 0);
        done = segments.isEmpty();
        underWay = bytes.remaining();
        left -= underWay;
        download.sending(bytes);
        sink.write(done, bytes, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        // Of a pause for the pace there is nothing.
        if (underWay > 0) {
            download.sent(underWay);
            underWay = 0;
        }
    }

    private int nextWrite() {
        return (int) Math.min(pace.write(BUFFER_BYTES), left);
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
