package io.plasmd.provider.release;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** For a log: a line when an artifact begins or is done, and one now and then. */
final class ProgressLines implements ProgressView {
    private static final long PERIOD_NANOS = 10_000_000_000L;

    /** Of a tree with more nobody reads two lines for each. */
    private static final int MOST_NAMED = 200;

    private final Appendable out;
    private final TransferCount count;
    private final TransferRate rate = new TransferRate();
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    private final boolean isNamed;
    private long lastNanos;

    /** The period begins now. */
    ProgressLines(Appendable out, long total, int artifacts, long nanos) {
        this.out = out;
        count = new TransferCount(total, artifacts);
        isNamed = artifacts <= MOST_NAMED;
        lastNanos = nanos;
        rate.add(nanos, 0);
    }

    @Override
    public void started(String name, long size, long alreadyThere) {
        count.alreadyThere(alreadyThere);
        if (isNamed) {
            event(name + ": " + HumanText.size(size)
                    + (alreadyThere == 0 ? "" : ", " + HumanText.size(alreadyThere) + " are there already"));
        }
    }

    @Override
    public void received(String name, long bytes) {
        count.received(bytes);
    }

    @Override
    public void finished(String name) {
        count.finished();
        if (isNamed) {
            event(name + ": done");
        }
    }

    private void event(String text) {
        events.add(HumanText.printable(text));
    }

    @Override
    public void tick(long nanos) throws IOException {
        for (String event = events.poll(); event != null; event = events.poll()) {
            out.append(event).append('\n');
        }
        if (nanos - lastNanos >= PERIOD_NANOS) {
            lastNanos = nanos;
            rate.add(nanos, count.received());
            out.append(HumanText.size(count.present()) + " of " + HumanText.size(count.total()) + " ("
                    + count.percent() + "%), " + HumanText.size(rate.bytesPerSecond()) + "/s, " + count.artifacts()
                    + " done\n");
        }
    }

    @Override
    public void end(long nanos) throws IOException {
        tick(nanos);
    }
}
