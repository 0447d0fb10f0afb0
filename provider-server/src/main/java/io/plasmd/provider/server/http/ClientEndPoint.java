package io.plasmd.provider.server.http;

import io.plasmd.provider.api.EndpointContext;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of a client, and what the client does with it: sends the head of a request, waits for an answer, rests. */
public final class ClientEndPoint extends SocketChannelEndPoint {
    private static final Logger LOG = LoggerFactory.getLogger(ClientEndPoint.class);
    private static final int HEAP_BYTES_AT_ONCE = 128 * 1024;

    private final SelectionKey key;
    private final Admission admission;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable Request answered;
    private volatile long restingSince = NanoTime.now();
    private final RequestClock clock = new RequestClock();

    private volatile boolean looked;
    private volatile boolean unwritable;

    /** Since when all is answered, and the client is to close its side; 0 for not yet. */
    private volatile long lingersSince;

    ClientEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Admission admission) {
        super(channel, selector, key, scheduler);
        this.key = key;
        this.admission = admission;
    }

    /** The one behind a request, also where TLS lies between; none where it did not come in by one. */
    public static @Nullable ClientEndPoint of(Request request) {
        return of(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    static @Nullable ClientEndPoint of(EndPoint endPoint) {
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return endPoint instanceof ClientEndPoint client ? client : null;
    }

    Admission admission() {
        return admission;
    }

    /** Why each of its requests is refused; empty where they are not. */
    public String turnedAway() {
        return admission.turnedAway();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0 && lingersSince == 0 && requests.get() == 0) {
            clock.partHasCome();
        }
        return filled;
    }

    /** After a mere close, the kernel would go on for minutes to offer the client what it holds. */
    public void reset(Throwable cause) {
        try {
            getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("{} is closed already", this, e);
        }
        close(cause);
    }

    /**
     * The first time, of plain HTTP, the connection looks itself, in the thread that opened it: most clients send their
     * request at once, and the way through the selector is two more threads to wait for on a busy machine.
     */
    @Override
    protected void needsFillInterest() {
        if (!looked) {
            looked = true;
            if (getConnection() instanceof Http1Connection) {
                getFillInterest().fillable();
                return;
            }
        }
        clock.clientsTurn();
        super.needsFillInterest();
    }

    /** What had to wait for the client is written by whom the servlet that answers has chosen. */
    @Override
    public Runnable onSelected() {
        if (isReadable()) {
            clock.serversTurn();
        }
        Runnable task = super.onSelected();
        Request request = answered;
        boolean writesOnly = getWriteFlusher().isPending() && !getFillInterest().isInterested();
        return task != null
                        && writesOnly
                        && request != null
                        && request.getAttribute(EndpointContext.WRITER_ATTRIBUTE) instanceof Executor writer
                ? new HandedOver(task, writer)
                : task;
    }

    private boolean isReadable() {
        try {
            return key.isReadable();
        } catch (CancelledKeyException e) {
            // It has just been closed.
            return false;
        }
    }

    /** Writes what the connection takes now, unless the servlet that answers does not want it written any more. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        Request request = answered;
        if (request != null) {
            BeforeWrite.check(request);
        }
        try {
            return flushSome(buffers);
        } catch (IOException e) {
            unwritable = true;
            throw e;
        }
    }

    /** Whether the network has refused to take something: the client, or the way to it, has gone. */
    public boolean isUnwritable() {
        return unwritable;
    }

    /** The runtime copies all that is left of a buffer on its heap before each write, however little the network takes. */
    private boolean flushSome(ByteBuffer... buffers) throws IOException {
        for (int i = 0; i < buffers.length; i++) {
            ByteBuffer buffer = buffers[i];
            if (!buffer.isDirect() && buffer.remaining() > HEAP_BYTES_AT_ONCE) {
                int limit = buffer.limit();
                try {
                    buffer.limit(buffer.position() + HEAP_BYTES_AT_ONCE);
                    super.flush(Arrays.copyOf(buffers, i + 1));
                } finally {
                    buffer.limit(limit);
                }
                return false;
            }
        }
        return super.flush(buffers);
    }

    public void requestBegins(Request request) {
        requests.incrementAndGet();
        answered = request;
        clock.requestBegins();
    }

    public void requestEnds() {
        answered = null;
        restingSince = NanoTime.now();
        requests.decrementAndGet();
    }

    /** There will be no further request; what comes all the same is dropped. */
    void lastAnswered() {
        lingersSince = NanoTime.now() | 1;
        clock.lastAnswered();
    }

    /** How long the client has taken so far to close its side. */
    long lingeredNanos(long now) {
        long since = lingersSince;
        return since == 0 || hasRequest() ? 0 : NanoTime.elapsed(since, now);
    }

    boolean hasRequest() {
        return requests.get() > 0;
    }

    /** How long no request has been under way. */
    long restedNanos(long now) {
        return hasRequest() ? 0 : NanoTime.elapsed(restingSince, now);
    }

    /** As {@link RequestClock#mayAskWithin}. */
    boolean mayAskWithin(long next, long first, long rest) {
        return lingersSince == 0 && isOpen() && clock.mayAskWithin(next, first, rest);
    }

    /** How long the client has taken so far for the head of its request. */
    long headNanos(long now) {
        return hasRequest() ? 0 : clock.headNanos(now);
    }
}
