package io.plasmd.provider.netboot.boots;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds a machine by what is known of a download, and boots of which nothing was heard for too long. */
final class Index {

    /** A boot of which something is to be heard until then. */
    record Due(Instant at, String machine, String boot) implements Comparable<Due> {
        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparing(Due::boot);

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    private final Duration timeout;
    /** Before that nothing could be heard. */
    private final Instant start;

    private final Map<String, String> byBoot = new HashMap<>();
    private final Map<String, Set<String>> byAddress = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>();

    Index(Duration timeout, Instant start) {
        this.timeout = timeout;
        this.start = start;
    }

    void add(Entry entry) {
        String machine = entry.machine().id();
        for (Attempt attempt : entry.attempts()) {
            if (!attempt.isSaid()) {
                byBoot.put(attempt.id(), machine);
            }
            if (attempt.isOpen()) {
                due.add(due(machine, attempt));
                byAddress
                        .computeIfAbsent(address(attempt), absent -> new HashSet<>(2))
                        .add(machine);
            }
        }
    }

    void remove(Entry entry) {
        String machine = entry.machine().id();
        for (Attempt attempt : entry.attempts()) {
            byBoot.remove(attempt.id());
            if (attempt.isOpen()) {
                due.remove(due(machine, attempt));
                byAddress.computeIfPresent(address(attempt), (address, machines) -> {
                    machines.remove(machine);
                    return machines.isEmpty() ? null : machines;
                });
            }
        }
    }

    private Due due(String machine, Attempt attempt) {
        Instant heard = attempt.lastHeard();
        return new Due((heard.isBefore(start) ? start : heard).plus(timeout), machine, attempt.id());
    }

    private static String address(Attempt attempt) {
        return attempt.steps().getFirst().client();
    }

    /** The machine that was given the script of that boot. */
    Optional<String> ofBoot(String boot) {
        return Optional.ofNullable(byBoot.get(boot));
    }

    /** The machine with an open boot at that address; of several, as behind one that translates addresses, none. */
    Optional<String> at(String address) {
        Set<String> machines = byAddress.getOrDefault(address, Set.of());
        return machines.size() == 1 ? machines.stream().findFirst() : Optional.empty();
    }

    /** A boot whose time is over; not the same again once it is no longer open. */
    Optional<Due> late(Instant now) {
        return due.isEmpty() || due.getFirst().at().isAfter(now) ? Optional.empty() : Optional.of(due.getFirst());
    }
}
