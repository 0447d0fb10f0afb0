package io.plasmd.provider.artifacts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * Shares a rate among downloads. Each takes its turn by how many bytes it has had, not by how often it asks or for how
 * many (start-time fair queueing: Goyal, Vin and Cheng, SIGCOMM 1996), so nobody gets more by asking for more at once.
 */
final class Pacer {
    /** At least, so that no write is more than 50 ms' worth; but see the smallest one. */
    private static final int WRITES_PER_SECOND = 20;

    /** A timer's task is cheap; one for each millisecond is often enough, as the bucket holds a hundred of them. */
    private static final long SHORTEST_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long NOBODY = -1;

    /** Runs a task later, on some thread. */
    interface Timer {
        void after(long nanos, Runnable task);
    }

    /** One download. */
    static final class Flow {
        private double had;
    }

    private record Turn(double start, long number, int bytes, Callback granted) {}

    private final long rate;
    private final TokenBucket bucket;
    private final LongSupplier nanos;
    private final Timer timer;
    private final Executor executor;
    private final PriorityQueue<Turn> waiting =
            new PriorityQueue<>(Comparator.comparingDouble(Turn::start).thenComparingLong(Turn::number));
    private double virtualTime;
    private long turns;
    private int flows;
    private boolean timed;
    private volatile boolean closed;

    Pacer(long bytesPerSecond, LongSupplier nanos, Timer timer, Executor executor) {
        rate = bytesPerSecond;
        bucket = new TokenBucket(bytesPerSecond, nanos.getAsLong());
        this.nanos = nanos;
        this.timer = timer;
        this.executor = executor;
    }

    synchronized Flow join() {
        flows++;
        return new Flow();
    }

    synchronized void leave() {
        flows--;
    }

    /** How much one download should ask for at once, so that what its client sees is smooth. */
    synchronized int write(int atMost) {
        return write(Math.max(1, flows), atMost);
    }

    int largestWrite(int atMost) {
        return write(1, atMost);
    }

    private int write(int among, int atMost) {
        // Not clamp(): at the end of a file there is less than the smallest write.
        return (int) Math.min(atMost, Math.max(TokenBucket.SMALLEST_WRITE, rate / WRITES_PER_SECOND / among));
    }

    /** Asks for bytes; the callback comes when they are granted, perhaps within this call. */
    void ask(Flow flow, int bytes, Callback granted) {
        Turn turn = enqueue(flow, bytes, granted);
        if (closed) {
            close();
        }
        grant(turn.number());
    }

    private synchronized Turn enqueue(Flow flow, int bytes, Callback granted) {
        double start = Math.max(virtualTime, flow.had);
        flow.had = start + bytes;
        var turn = new Turn(start, turns++, bytes, granted);
        waiting.add(turn);
        return turn;
    }

    private void grant(long own) {
        for (Turn turn : due()) {
            if (turn.number() == own) {
                turn.granted().succeeded();
            } else {
                // What it goes on to do is none of this thread's business: it reads a disk.
                dispatch(turn.granted());
            }
        }
    }

    private void dispatch(Callback granted) {
        try {
            executor.execute(granted::succeeded);
        } catch (RejectedExecutionException e) {
            granted.failed(e);
        }
    }

    private synchronized List<Turn> due() {
        List<Turn> due = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Turn next = waiting.peek();
            long delay = bucket.take(next.bytes(), nanos.getAsLong());
            if (delay > 0) {
                wake(delay);
                break;
            }
            virtualTime = next.start();
            due.add(waiting.poll());
        }
        return due;
    }

    /** One timer for all that wait: for the first of them. */
    private void wake(long delay) {
        if (!timed) {
            timed = true;
            timer.after(Math.max(delay, SHORTEST_DELAY), () -> {
                woken();
                grant(NOBODY);
            });
        }
    }

    private synchronized void woken() {
        timed = false;
    }

    /** Fails all that wait, and whoever asks from now on. */
    void close() {
        List<Turn> failed;
        synchronized (this) {
            closed = true;
            failed = List.copyOf(waiting);
            waiting.clear();
        }
        failed.forEach(turn -> turn.granted().failed(new EofException("the server stops")));
    }
}
