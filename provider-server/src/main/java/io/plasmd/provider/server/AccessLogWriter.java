package io.plasmd.provider.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes lines in a thread of its own, so that no request waits for a slow disk. Closing it writes what is left. */
final class AccessLogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);

    /** Some seconds of a mass boot; a disk that is slower than that for longer loses lines, which are counted. */
    private static final int QUEUED_LINES = 16_384;

    private final OutputStream out;
    private final LabelledCounter dropped;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
    private final Thread thread = new Thread(this::run, "access-log");
    private volatile boolean closed;

    AccessLogWriter(OutputStream out, LabelledCounter dropped) {
        this.out = out;
        this.dropped = dropped;
        thread.setDaemon(true);
        thread.start();
    }

    void write(String line) {
        if (!queue.offer(line)) {
            dropped.add(1);
        }
    }

    private void run() {
        boolean failing = false;
        while (!closed || !queue.isEmpty()) {
            try {
                String line = queue.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    if (queue.isEmpty()) {
                        out.flush();
                    }
                    failing = false;
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                dropped.add(1);
                if (!failing) {
                    LOG.warn("cannot write the access log: {}. Lines are lost until it can be written.", e.toString());
                }
                failing = true;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("cannot flush the access log", e);
        }
    }
}
