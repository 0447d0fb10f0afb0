package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.files.ThreadTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Looks through all there is, again and again, at a pace that nobody notices: not every change is told, by a network file
 * system none.
 */
final class Rounds {
    /** Looking through what has not changed takes half a hundredth of one core. */
    private static final int REST_PER_STEP = 199;

    private final TreeScanner scanner;
    private final KeptReleases releases;
    private final RemoteMounts remotes;
    private final Duration interval;
    private final Runnable first;
    private final Deque<Runnable> left = new ArrayDeque<>();
    private long begunNanos = System.nanoTime();
    private long restUntilNanos = System.nanoTime();

    /**
     * Begins with the first step.
     *
     * @param interval between the beginnings of two rounds, at the least
     * @param first what each of them begins with
     */
    Rounds(TreeScanner scanner, KeptReleases releases, RemoteMounts remotes, Duration interval, Runnable first) {
        this.scanner = scanner;
        this.releases = releases;
        this.remotes = remotes;
        this.interval = interval;
        this.first = first;
    }

    /** One step, unless it is too early for it. */
    void stepIfTime() {
        if (System.nanoTime() - restUntilNanos < 0) {
            return;
        }
        long before = ThreadTime.nanos();
        try {
            step();
        } finally {
            restUntilNanos = System.nanoTime() + REST_PER_STEP * (ThreadTime.nanos() - before);
        }
    }

    private void step() {
        Runnable next = left.poll();
        if (next != null) {
            next.run();
        } else if (System.nanoTime() - begunNanos >= interval.toNanos()) {
            begunNanos = System.nanoTime();
            first.run();
            scanner.places().forEach(place -> plan(place, () -> scanner.again(place)));
            releases.looks()
                    .places()
                    .forEach(place -> plan(place, () -> releases.looks().again(place)));
        }
    }

    private void plan(Path place, Runnable look) {
        left.add(() -> RemoteMounts.runIfAnswering(remotes.in(place), look));
    }
}
