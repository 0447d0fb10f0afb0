package io.plasmd.provider.artifacts;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The queue for places. Clients take turns, so that one that asks for many at once does not keep the others waiting; one
 * client's requests come in their order.
 */
final class WaitingClients {
    /** By client, the one whose turn is next first. */
    private final Map<String, Deque<DownloadTicket>> waiting = new LinkedHashMap<>();

    private int count;

    int count() {
        return count;
    }

    Set<String> clients() {
        return waiting.keySet();
    }

    void add(DownloadTicket ticket) {
        waiting.computeIfAbsent(ticket.client(), key -> new ArrayDeque<>()).add(ticket);
        count++;
    }

    void remove(DownloadTicket ticket) {
        Deque<DownloadTicket> tickets = waiting.get(ticket.client());
        if (tickets != null && tickets.remove(ticket)) {
            count--;
            if (tickets.isEmpty()) {
                waiting.remove(ticket.client());
            }
        }
    }

    /** Takes out the next one of a client that has least, by turns. */
    Optional<DownloadTicket> next(ToIntFunction<String> places) {
        Optional<String> poorest = waiting.keySet().stream().min(Comparator.comparingInt(places));
        if (poorest.isEmpty()) {
            return Optional.empty();
        }
        String client = poorest.get();
        Deque<DownloadTicket> tickets = Objects.requireNonNull(waiting.remove(client));
        DownloadTicket next = tickets.remove();
        count--;
        if (!tickets.isEmpty()) {
            // Behind all others: it has had its turn.
            waiting.put(client, tickets);
        }
        return Optional.of(next);
    }

    /** Takes out the last one of the client that has most, where that would still have more than the given one. */
    Optional<DownloadTicket> giveWayTo(String client) {
        Deque<DownloadTicket> own = waiting.get(client);
        int more = own == null ? 1 : own.size() + 1;
        Optional<DownloadTicket> last = waiting.values().stream()
                .max(Comparator.comparingInt(Deque::size))
                .filter(tickets -> tickets.size() > more)
                .map(Deque::removeLast);
        count -= last.isPresent() ? 1 : 0;
        return last;
    }
}
