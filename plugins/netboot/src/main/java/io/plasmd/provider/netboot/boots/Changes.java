package io.plasmd.provider.netboot.boots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the journal does not say yet, and what nobody was told yet. The first is bounded by the number of machines,
 * however long the disk is full: only the last of each is worth writing.
 */
final class Changes {
    private final Set<String> machines = new LinkedHashSet<>();
    private final Map<Count.Of, Count> counts = new LinkedHashMap<>();
    private List<Boot> news = new ArrayList<>();

    void machine(String id) {
        machines.add(id);
    }

    void count(Count count) {
        counts.put(count.of(), count);
    }

    /** One that could not be written after all. */
    void countAgain(Count count) {
        counts.putIfAbsent(count.of(), count);
    }

    void news(Boot boot) {
        news.add(boot);
    }

    /** At most so many of each, which then are no longer changes. */
    List<String> takeMachines(int limit) {
        return take(machines, limit);
    }

    List<Count> takeCounts(int limit) {
        return take(counts.values(), limit);
    }

    private static <T> List<T> take(Collection<T> from, int limit) {
        var taken = new ArrayList<T>();
        for (Iterator<T> each = from.iterator(); each.hasNext() && taken.size() < limit; each.remove()) {
            taken.add(each.next());
        }
        return taken;
    }

    List<Boot> takeNews() {
        List<Boot> taken = news;
        news = new ArrayList<>();
        return taken;
    }

    void clear() {
        machines.clear();
        counts.clear();
    }
}
