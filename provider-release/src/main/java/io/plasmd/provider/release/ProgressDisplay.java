package io.plasmd.provider.release;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows on stderr how far a fetch or a check is: a bar to a person, lines to a log. */
public final class ProgressDisplay implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,3}");
    private static final int USUAL_COLUMNS = 80;

    private final ProgressView view;
    private boolean ended;

    /** Opens a display when it is known how much there is to do. */
    public interface Opener {
        /** For so many bytes of so many artifacts. */
        ProgressDisplay open(long bytes, int artifacts);
    }

    ProgressDisplay(ProgressView view) {
        this.view = view;
        Thread.ofPlatform().name("progress").daemon().start(this::tick);
    }

    /** On stderr: a bar where that is a terminal, lines where it is not. */
    public static ProgressDisplay onStderr(long bytes, int artifacts) {
        return new ProgressDisplay(
                Terminal.isStderr()
                        ? new ProgressBar(System.err, width(System.getenv("COLUMNS")), bytes, artifacts)
                        : new ProgressLines(System.err, bytes, artifacts, System.nanoTime()));
    }

    /** For programs, which want none. */
    public static ProgressDisplay none(long bytes, int artifacts) {
        return new ProgressDisplay(ProgressView.NONE);
    }

    /** What is no number of columns is ignored, as other programs do. */
    static int width(@Nullable String columns) {
        return columns != null && COLUMNS.matcher(columns).matches() ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    public Progress progress() {
        return view;
    }

    private synchronized void tick() {
        try {
            while (!ended) {
                view.tick(System.nanoTime());
                wait(TICK_MILLIS);
            }
        } catch (InterruptedException | IOException e) {
            // Nobody interrupts it, and a PrintStream throws none.
            throw new IllegalStateException(e);
        }
    }

    /** Shows the last state, and ends the line. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
        try {
            view.end(System.nanoTime());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
