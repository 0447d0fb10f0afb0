package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The files that wait for their digests: of each path one version, the last that was asked for; channels take turns, and
 * the small ones go first. A file that changes while it is read has to wait until it has rested, the longer the more time it has cost in vain.
 */
final class DigestQueue {
    /** However long a file has been read in vain, when it has come to rest its digest is not far away. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MOST_IN_VAIN = 10_000;

    private final ToLongFunction<FileVersion> rest;
    private final Map<FilePlace, DigestTask> tasks = new HashMap<>();
    private final Map<FilePlace, FileVersion> later = new HashMap<>();
    private final Map<FilePlace, Long> spentInVain = new HashMap<>();
    private final PriorityQueue<DigestTask> resting =
            new PriorityQueue<>(Comparator.comparingLong(DigestTask::restsUntilNanos));
    private final DigestTurns ready;
    private int running;
    private boolean closed;

    /**
     * Makes an empty one.
     *
     * @param rest how long a version has to rest yet before its digest says anything, in nanoseconds
     * @param channel whose a file is
     */
    DigestQueue(ToLongFunction<FileVersion> rest, Function<FileVersion, String> channel) {
        this.rest = rest;
        this.ready = new DigestTurns(channel);
    }

    /** Takes in a version, in place of another one of the same path. */
    synchronized void add(FileVersion version) {
        FilePlace place = FilePlace.of(version);
        DigestTask before = tasks.get(place);
        if (closed || (before != null && before.version().equals(version))) {
            return;
        }
        if (before != null) {
            if (before.isRunning()) {
                // What it reads is of no use any more; its path has its turn again when it has ended.
                before.giveUp();
                later.put(place, version);
                return;
            }
            resting.remove(before);
            ready.remove(before);
        }
        long nanos =
                Math.max(rest.applyAsLong(version), Math.min(spentInVain.getOrDefault(place, 0L), LONGEST_REST_NANOS));
        var task = new DigestTask(version, System.nanoTime() + Math.max(nanos, 0));
        tasks.put(place, task);
        if (nanos > 0) {
            resting.add(task);
        } else {
            ready.add(task);
        }
        notifyAll();
    }

    /** The next one; waits for it, but not longer than so. */
    synchronized Optional<DigestTask> next(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            wake();
            Optional<DigestTask> task = ready.poll();
            long left = until - System.nanoTime();
            if (task.isPresent() || left <= 0 || closed) {
                return task.map(this::begin);
            }
            DigestTask first = resting.peek();
            long nanos = first == null ? left : Math.min(left, first.restsUntilNanos() - System.nanoTime());
            wait(TimeUnit.NANOSECONDS.toMillis(Math.max(nanos, 0)) + 1);
        }
    }

    /** One that is smaller, for whoever is busy with a large one. */
    synchronized Optional<DigestTask> nextBelow(long size) {
        wake();
        return ready.pollBelow(size).map(this::begin);
    }

    private void wake() {
        while (!resting.isEmpty() && resting.peek().restsUntilNanos() - System.nanoTime() <= 0) {
            ready.add(resting.remove());
        }
    }

    private DigestTask begin(DigestTask task) {
        task.begin();
        running++;
        return task;
    }

    /** To be called for each that was given out. */
    synchronized void end(DigestTask task, boolean inVain) {
        running--;
        FilePlace place = FilePlace.of(task.version());
        tasks.remove(place, task);
        if (inVain) {
            if (spentInVain.size() >= MOST_IN_VAIN) {
                // Of files that are gone by now nobody tells.
                spentInVain.clear();
            }
            spentInVain.merge(place, task.spentNanos(), Long::sum);
        } else {
            spentInVain.remove(place);
        }
        FileVersion other = later.remove(place);
        if (other != null) {
            add(other);
        }
    }

    /** Whether a thread would find something to do, now or soon. */
    synchronized boolean isWaiting() {
        return !ready.isEmpty() || !resting.isEmpty();
    }

    synchronized int size() {
        return running + ready.size();
    }

    synchronized boolean isIdle() {
        return running == 0 && ready.isEmpty();
    }

    /** What waits or is under way, with the bytes that have been read of each. */
    synchronized Map<FileVersion, Long> progress() {
        Map<FileVersion, Long> progress = new HashMap<>();
        tasks.values().stream()
                .filter(task -> task.isRunning() || task.restsUntilNanos() - System.nanoTime() <= 0)
                .forEach(task -> progress.put(task.version(), task.hashed()));
        return progress;
    }

    /** Nothing waits any more. */
    synchronized void close() {
        closed = true;
        later.clear();
        resting.clear();
        ready.clear();
        tasks.values().forEach(DigestTask::giveUp);
        notifyAll();
    }
}
