package io.plasmd.provider.server.log;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the server has to say, on its way to stderr: a queue, and one thread that writes. Where nobody reads stderr any
 * more (a stuck log driver, a paused {@code kubectl logs}), a write to it waits for ever; here lines are lost instead,
 * and counted, and no request, scan or stop waits for one.
 */
public final class LogOutput extends PrintStream {
    private static final int QUEUED_LINES = 4096;
    private static final int LONGEST_LINE = 16 * 1024;

    /** For what is left at the end, which a reader that is there takes at once. */
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    /** No line is empty. */
    private static final byte[] END = {};

    private final Lines lines;
    private final PrintStream before = System.err;

    private LogOutput(Lines lines, Charset charset) {
        super(lines, true, charset);
        this.lines = lines;
    }

    /** Puts one in the place of {@link System#err}, until it is closed. */
    public static LogOutput install() {
        boolean isJournal = JournalLines.isStderr(System.getenv());
        if (isJournal) {
            LogLevel.withoutTime();
        }
        var stderr = new FileOutputStream(FileDescriptor.err);
        LogOutput output = new LogOutput(new Lines(stderr, isJournal), System.err.charset());
        System.setErr(output);
        return output;
    }

    static LogOutput of(OutputStream target, Charset charset) {
        return new LogOutput(new Lines(target, false), charset);
    }

    /** Lines that were lost since the start. */
    public long lost() {
        return lines.lostInAll.get();
    }

    /** Writes what is left, unless nobody reads it. */
    @Override
    public void close() {
        flush();
        if (lines.end() && System.err == this) {
            System.setErr(before);
        }
    }

    /** Takes bytes, of which it makes lines. */
    private static final class Lines extends OutputStream {
        private final OutputStream target;
        private final @Nullable JournalLines journal;
        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final AtomicLong lostInAll = new AtomicLong();
        private final AtomicLong lostLately = new AtomicLong();
        private final Thread thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);

        Lines(OutputStream target, boolean isJournal) {
            this.target = target;
            this.journal = isJournal ? new JournalLines() : null;
            thread.start();
        }

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n' || line.size() >= LONGEST_LINE) {
                offer();
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        private void offer() {
            byte[] whole = line.toByteArray();
            line.reset();
            if (!queue.offer(whole)) {
                lost();
            }
        }

        private void lost() {
            lostInAll.incrementAndGet();
            lostLately.incrementAndGet();
        }

        private void run() {
            try {
                for (byte[] next = queue.take(); next.length > 0; next = queue.take()) {
                    writeNow(next);
                }
            } catch (InterruptedException e) {
                // ended
            }
        }

        private void writeNow(byte[] whole) {
            try {
                target.write(journal == null ? whole : journal.of(whole));
                long before = lostLately.getAndSet(0);
                if (before > 0) {
                    target.write((before + " lines of the log were lost here, since nobody read stderr\n")
                            .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // There is nowhere to say it.
                lost();
            }
        }

        /** Whether all has been written. */
        boolean end() {
            synchronized (this) {
                if (line.size() > 0) {
                    offer();
                }
            }
            try {
                return queue.offer(END) && thread.join(LAST_LINES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
