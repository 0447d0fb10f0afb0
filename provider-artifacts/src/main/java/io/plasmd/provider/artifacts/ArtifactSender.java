package io.plasmd.provider.artifacts;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends a stretch of an artifact: read a buffer, write it, and only when the network has taken it read the next. */
final class ArtifactSender extends IteratingNestedCallback {
    private final OpenArtifact artifact;
    private final Content.Sink sink;
    private final RetainableByteBuffer buffer;
    private long position;
    private long remaining;

    ArtifactSender(
            OpenArtifact artifact,
            Content.Sink sink,
            long offset,
            long length,
            ByteBufferPool pool,
            int bufferBytes,
            Callback callback) {
        super(callback);
        this.artifact = artifact;
        this.sink = sink;
        this.position = offset;
        this.remaining = length;
        this.buffer = pool.acquire(bufferBytes, true);
    }

    /** Reading a disk blocks, so the network's own thread must not do it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    protected Action process() throws Throwable {
        if (remaining == 0) {
            return Action.SUCCEEDED;
        }
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        bytes.limit((int) Math.min(bytes.capacity(), remaining));
        artifact.read(bytes, position);
        BufferUtil.flipToFlush(bytes, 0);
        position += bytes.remaining();
        remaining -= bytes.remaining();
        sink.write(remaining == 0, bytes, this);
        return Action.SCHEDULED;
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
