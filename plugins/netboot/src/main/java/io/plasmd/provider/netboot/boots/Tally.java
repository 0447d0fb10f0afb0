package io.plasmd.provider.netboot.boots;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many boots of a profile and version have come to which state: those that are kept, and those that have ended and
 * gave way to a newer one of their machine.
 */
final class Tally {
    /** Of so many profiles and versions what has given way is known; then the one that was longest without any is not. */
    static final int PAST = 1_000;

    private final Map<Count.Of, Map<State, Integer>> kept = new TreeMap<>();
    private final SequencedMap<Count.Of, Map<State, Integer>> past = new LinkedHashMap<>();

    void keep(Attempt attempt) {
        if (isNone(attempt)) {
            return;
        }
        kept.computeIfAbsent(of(attempt), of -> none()).merge(attempt.state(), 1, Integer::sum);
    }

    void drop(Attempt attempt) {
        if (isNone(attempt)) {
            return;
        }
        kept.computeIfPresent(of(attempt), (of, boots) -> {
            boots.computeIfPresent(attempt.state(), (state, number) -> number == 1 ? null : number - 1);
            return boots.isEmpty() ? null : boots;
        });
    }

    /** Of one that has ended, and was dropped. */
    Count retire(Attempt attempt) {
        Map<State, Integer> boots = past.getOrDefault(of(attempt), none());
        boots.merge(attempt.state(), 1, Integer::sum);
        var count = new Count(of(attempt), boots);
        restore(count);
        return count;
    }

    /** As the journal says. */
    void restore(Count count) {
        var boots = none();
        boots.putAll(count.boots());
        past.putLast(count.of(), boots);
        if (past.size() > PAST) {
            past.pollFirstEntry();
        }
    }

    int count(Count.Of of, State state) {
        return sum(of).boots().getOrDefault(state, 0);
    }

    List<Count> past() {
        return past.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** In the order of the profiles and versions. */
    List<Count> all() {
        var names = new TreeSet<Count.Of>(kept.keySet());
        names.addAll(past.keySet());
        return names.stream().map(this::sum).toList();
    }

    private Count sum(Count.Of of) {
        var sum = none();
        sum.putAll(kept.getOrDefault(of, Map.of()));
        past.getOrDefault(of, Map.of()).forEach((state, number) -> sum.merge(state, number, Integer::sum));
        return new Count(of, sum);
    }

    /** Who only looks at a script has booted nothing. */
    private static boolean isNone(Attempt attempt) {
        return attempt.state() == State.TIMED_OUT && !attempt.isTaken();
    }

    private static Map<State, Integer> none() {
        return new EnumMap<>(State.class);
    }

    private static Count.Of of(Attempt attempt) {
        return new Count.Of(attempt.choice().profile(), attempt.choice().version());
    }
}
