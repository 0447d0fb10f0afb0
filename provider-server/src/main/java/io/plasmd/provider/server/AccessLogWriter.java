package io.plasmd.provider.server;

import io.plasmd.provider.server.status.LabelledCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines in a thread of its own, so that no request waits for a slow disk. Closing it writes what is left. Nobody
 * but the thread touches the file, which may hold it for ever.
 */
final class AccessLogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);

    /** Some seconds of a mass boot; a disk that is slower than that for longer loses lines, which are counted. */
    private static final int QUEUED_LINES = 16_384;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    /** Ends a wait; no line is empty. */
    private static final String WAKE = "";

    private final LineTarget target;
    private final LabelledCounter dropped;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
    private final Thread thread = new Thread(this::run, "access-log");
    private volatile boolean closed;
    private volatile boolean anew;
    private boolean failing;
    private long lookedNanos = System.nanoTime();

    AccessLogWriter(LineTarget target, LabelledCounter dropped) {
        this.target = target;
        this.dropped = dropped;
        thread.setDaemon(true);
        thread.start();
    }

    void write(String line) {
        if (!queue.offer(line)) {
            dropped.add(1);
        }
    }

    /** Has the file opened again. */
    void reopen() {
        anew = true;
        wake();
    }

    private void wake() {
        // A full queue needs no waking.
        boolean _ = queue.offer(WAKE);
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                String line = queue.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                look();
                if (line != null && !line.equals(WAKE)) {
                    writeNow(line);
                }
            }
        } catch (InterruptedException e) {
            // ended
        } finally {
            close(target);
        }
    }

    private void writeNow(String line) {
        try {
            target.write(line);
            if (queue.isEmpty()) {
                target.flush();
            }
            failing = false;
        } catch (IOException e) {
            dropped.add(1);
            failed(e);
        }
    }

    private void look() {
        boolean wanted = anew;
        if (!wanted && System.nanoTime() - lookedNanos < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        anew = false;
        lookedNanos = System.nanoTime();
        try {
            target.look(wanted);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (!failing) {
            LOG.warn("cannot write the access log: {}. Lines are lost until it can be written.", e.toString());
        }
        failing = true;
    }

    private static void close(LineTarget target) {
        try {
            target.close();
        } catch (IOException e) {
            LOG.debug("cannot close the access log", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(LAST_LINES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
