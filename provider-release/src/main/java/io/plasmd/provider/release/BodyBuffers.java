package io.plasmd.provider.release;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands the body of an answer from the threads of the HTTP client to one that digests or writes it, as it comes and
 * without copying. So much may wait here, then the client stops reading. The client has no time limit for reading a body;
 * here is one.
 */
final class BodyBuffers implements BodySubscriber<BodyBuffers>, AutoCloseable {
    /** Each what one read of the client gave, at most 192 KiB. More makes it slower: they leave the processor's cache. */
    private static final int READ_AHEAD = 4;

    private static final List<ByteBuffer> END = List.of();

    private final LinkedBlockingQueue<List<ByteBuffer>> waiting = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private boolean ended;
    private volatile @Nullable Throwable failure;
    private @Nullable Subscription subscription;
    private boolean closed;

    @Override
    public CompletionStage<BodyBuffers> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public synchronized void onSubscribe(Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(READ_AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (buffers.isEmpty()) {
            more();
        } else {
            waiting.add(buffers);
        }
    }

    @Override
    public void onError(Throwable e) {
        failure = e;
        waiting.add(END);
    }

    @Override
    public void onComplete() {
        waiting.add(END);
    }

    /**
     * Waits for the next bytes. For one thread.
     *
     * @return null after the last
     * @throws StalledException after so long without any
     * @throws IOException where the body broke off
     */
    @Nullable
    ByteBuffer next(Duration stall) throws IOException, InterruptedException {
        while (current.isEmpty() && !ended) {
            List<ByteBuffer> buffers = waiting.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
            if (buffers == null) {
                throw new StalledException();
            }
            if (buffers.isEmpty()) {
                ended = true;
            } else {
                buffers.stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
                more();
            }
        }
        Throwable e = failure;
        if (current.isEmpty() && e != null) {
            throw new IOException(e);
        }
        return current.poll();
    }

    private synchronized void more() {
        if (subscription != null && !closed) {
            subscription.request(1);
        }
    }

    /** Ends the connection, unless all of the body has come. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Nothing came for too long. */
    static final class StalledException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
