package io.plasmd.provider.artifacts;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;

/** When one download may go on. It asks before each write, and again only when it has been answered. */
final class Pace {
    /** As fast as it goes. */
    static final Pace NONE = new Pace(List.of(), () -> 0, nanos -> {});

    private record Stage(Pacer pacer, Pacer.Flow flow) {}

    private final List<Stage> stages;
    private final LongSupplier nanos;
    private final LongConsumer waited;
    private boolean waiting;
    private long since;
    private long total;

    /**
     * Joins all of them.
     *
     * @param pacers asked one after the other: the one that is this download's own first, so that what it may not use
     *     is not taken from others
     * @param waited told each time how many nanoseconds it was
     */
    Pace(List<Pacer> pacers, LongSupplier nanos, LongConsumer waited) {
        stages = pacers.stream().map(pacer -> new Stage(pacer, pacer.join())).toList();
        this.nanos = nanos;
        this.waited = waited;
    }

    boolean isNone() {
        return stages.isEmpty();
    }

    /** How much to write at once. */
    int write(int atMost) {
        int bytes = atMost;
        for (Stage stage : stages) {
            bytes = stage.pacer().write(bytes);
        }
        return bytes;
    }

    /** The most that {@link #write} ever says. */
    int largestWrite(int atMost) {
        int bytes = atMost;
        for (Stage stage : stages) {
            bytes = stage.pacer().largestWrite(bytes);
        }
        return bytes;
    }

    /** Asks for bytes, no more than {@link #write} said; the callback may come within this call. */
    void ask(int bytes, Callback granted) {
        begin();
        ask(0, bytes, granted);
    }

    private void ask(int stage, int bytes, Callback granted) {
        if (stage == stages.size()) {
            end();
            granted.succeeded();
            return;
        }
        Callback next = Callback.from(() -> ask(stage + 1, bytes, granted), granted::failed);
        stages.get(stage).pacer().ask(stages.get(stage).flow(), bytes, next);
    }

    private synchronized void begin() {
        waiting = true;
        since = nanos.getAsLong();
    }

    private void end() {
        long time;
        synchronized (this) {
            waiting = false;
            time = nanos.getAsLong() - since;
            total += time;
        }
        waited.accept(time);
    }

    /** For how many nanoseconds the download has waited here by now: its client cannot help that. */
    synchronized long waited(long now) {
        return waiting ? total + now - since : total;
    }

    void leave() {
        stages.forEach(stage -> stage.pacer().leave());
    }

    /** Fails what waits here, and whatever shares a pace with it. */
    void close() {
        stages.forEach(stage -> stage.pacer().close());
    }
}
