package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The tasks that can be begun. Channels take turns, so that however much one of them has, and however often it changes, the
 * others wait for no more than one file of it; of one channel the small files go first.
 */
final class DigestTurns {
    private final Function<FileVersion, String> channel;
    /** Those that have some, the one whose turn it is first. */
    private final Map<String, PriorityQueue<DigestTask>> channels = new LinkedHashMap<>();

    private int size;

    /**
     * Has none yet.
     *
     * @param channel whose a file is
     */
    DigestTurns(Function<FileVersion, String> channel) {
        this.channel = channel;
    }

    void add(DigestTask task) {
        channels.computeIfAbsent(
                        channel.apply(task.version()),
                        name -> new PriorityQueue<>(Comparator.comparingLong(
                                (DigestTask one) -> one.version().size())))
                .add(task);
        size++;
    }

    void remove(DigestTask task) {
        String name = channel.apply(task.version());
        PriorityQueue<DigestTask> tasks = channels.get(name);
        if (tasks != null && tasks.remove(task)) {
            size--;
            if (tasks.isEmpty()) {
                channels.remove(name);
            }
        }
    }

    /** The next one. */
    Optional<DigestTask> poll() {
        return pollBelow(Long.MAX_VALUE);
    }

    /** The next one that is smaller. */
    Optional<DigestTask> pollBelow(long bytes) {
        for (Iterator<Map.Entry<String, PriorityQueue<DigestTask>>> turns =
                        channels.entrySet().iterator();
                turns.hasNext(); ) {
            Map.Entry<String, PriorityQueue<DigestTask>> turn = turns.next();
            PriorityQueue<DigestTask> tasks = turn.getValue();
            if (tasks.element().version().size() < bytes) {
                DigestTask task = tasks.remove();
                size--;
                turns.remove();
                if (!tasks.isEmpty()) {
                    channels.put(turn.getKey(), tasks);
                }
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        channels.clear();
        size = 0;
    }
}
