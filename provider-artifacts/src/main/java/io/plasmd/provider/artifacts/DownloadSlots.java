package io.plasmd.provider.artifacts;

import io.plasmd.provider.artifacts.DownloadTicket.State;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Places for downloads, and the queue before them. Who is alone may have all of them; while others wait, no client has
 * more than its share, which is that of all clients who have places or wait.
 */
final class DownloadSlots {
    private final int places;
    private final int queueLength;
    private final WaitingClients waiting = new WaitingClients();

    /** Those under way, by client. */
    private final Map<String, Set<DownloadTicket>> granted = new HashMap<>();

    private int inUse;

    DownloadSlots(int places, int queueLength) {
        this.places = places;
        this.queueLength = queueLength;
    }

    DownloadTicket ask(String client) {
        Optional<DownloadTicket> givesWay = Optional.empty();
        var ticket = new DownloadTicket(client, State.WAITING);
        synchronized (this) {
            if (inUse < places) {
                grant(ticket);
                return ticket;
            }
            if (waiting.count() >= queueLength) {
                givesWay = waiting.giveWayTo(client);
                if (givesWay.isEmpty()) {
                    ticket.enter(State.QUEUE_FULL);
                    return ticket;
                }
                givesWay.get().enter(State.WAITED_IN_VAIN);
            }
            waiting.add(ticket);
        }
        givesWay.ifPresent(DownloadSlots::tell);
        return ticket;
    }

    synchronized State state(DownloadTicket ticket) {
        return ticket.state();
    }

    /** Has something done once the ticket waits no longer; at once where it does not wait. */
    void whenDecided(DownloadTicket ticket, Runnable task) {
        synchronized (this) {
            if (ticket.state() == State.WAITING) {
                ticket.whenDecided(task);
                return;
            }
        }
        task.run();
    }

    /** The download of a ticket has begun; from now on it can be cut off. */
    synchronized void begin(DownloadTicket ticket, DownloadTicket.Revocable download) {
        ticket.download(download);
    }

    /** It has waited for long. Where its client has less than its share, one that has more loses its slowest download. */
    void press(DownloadTicket ticket) {
        Optional<DownloadTicket> victim;
        synchronized (this) {
            if (ticket.state() != State.WAITING || placesOf(ticket.client()) >= share()) {
                return;
            }
            victim = slowestOfRichest();
            victim.ifPresent(found -> found.enter(State.REVOKED));
        }
        victim.map(DownloadTicket::download).ifPresent(DownloadTicket.Revocable::revoke);
    }

    private int share() {
        long clients = granted.size()
                + waiting.clients().stream()
                        .filter(client -> !granted.containsKey(client))
                        .count();
        return (int) Math.max(1, places / Math.max(1, clients));
    }

    private Optional<DownloadTicket> slowestOfRichest() {
        return granted.values().stream()
                // Without those that are being cut off for others already.
                .map(tickets -> tickets.stream()
                        .filter(ticket -> ticket.state() == State.GRANTED)
                        .toList())
                .max(Comparator.comparingInt(List::size))
                .filter(tickets -> tickets.size() > share())
                .flatMap(tickets -> tickets.stream()
                        .filter(ticket -> ticket.download() != null)
                        .min(Comparator.comparingLong(ticket ->
                                Objects.requireNonNull(ticket.download()).bytesPerSecond())));
    }

    /** The time is over, if it still waits. */
    void expire(DownloadTicket ticket) {
        synchronized (this) {
            if (ticket.state() != State.WAITING) {
                return;
            }
            waiting.remove(ticket);
            ticket.enter(State.WAITED_IN_VAIN);
        }
        tell(ticket);
    }

    /** The request is over, however it ended. Does nothing the second time. */
    void end(DownloadTicket ticket) {
        Optional<DownloadTicket> next = Optional.empty();
        synchronized (this) {
            if (ticket.state() == State.WAITING) {
                waiting.remove(ticket);
            } else if (ticket.state() == State.GRANTED || ticket.state() == State.REVOKED) {
                giveBack(ticket);
                next = waiting.next(this::placesOf);
                next.ifPresent(this::grant);
            }
            ticket.enter(State.OVER);
        }
        next.ifPresent(DownloadSlots::tell);
    }

    private void grant(DownloadTicket ticket) {
        inUse++;
        granted.computeIfAbsent(ticket.client(), key -> new LinkedHashSet<>()).add(ticket);
        ticket.enter(State.GRANTED);
    }

    private void giveBack(DownloadTicket ticket) {
        inUse--;
        granted.computeIfPresent(ticket.client(), (client, tickets) -> {
            tickets.remove(ticket);
            return tickets.isEmpty() ? null : tickets;
        });
    }

    private int placesOf(String client) {
        Set<DownloadTicket> tickets = granted.get(client);
        return tickets == null ? 0 : tickets.size();
    }

    private static void tell(DownloadTicket ticket) {
        Runnable task = ticket.whenDecided();
        if (task != null) {
            task.run();
        }
    }

    synchronized int inUse() {
        return inUse;
    }

    synchronized int waiting() {
        return waiting.count();
    }
}
