package io.plasmd.provider.artifacts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places for downloads, and the queue before them. Clients take turns, so that one that asks for many at once does not
 * keep the others waiting; one client's requests come in their order.
 */
final class DownloadSlots {
    private final int places;
    private final int queueLength;

    /** By client, the next one first. */
    private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();

    private int waitingCount;
    private int inUse;

    DownloadSlots(int places, int queueLength) {
        this.places = places;
        this.queueLength = queueLength;
    }

    /** Where a request stands. */
    enum State {
        WAITING,
        GRANTED,
        QUEUE_FULL,
        WAITED_IN_VAIN,
        OVER
    }

    /** What one request holds. Its state changes under the lock of the slots. */
    static final class Ticket {
        private final String client;
        private State state;
        private @Nullable Runnable whenDecided;

        private Ticket(String client, State state) {
            this.client = client;
            this.state = state;
        }
    }

    synchronized Ticket ask(String client) {
        if (inUse < places) {
            inUse++;
            return new Ticket(client, State.GRANTED);
        }
        if (waitingCount >= queueLength) {
            return new Ticket(client, State.QUEUE_FULL);
        }
        var ticket = new Ticket(client, State.WAITING);
        waiting.computeIfAbsent(client, key -> new ArrayDeque<>()).add(ticket);
        waitingCount++;
        return ticket;
    }

    synchronized State state(Ticket ticket) {
        return ticket.state;
    }

    /** Has something done once the ticket waits no longer; at once where it does not wait. */
    void whenDecided(Ticket ticket, Runnable task) {
        synchronized (this) {
            if (ticket.state == State.WAITING) {
                ticket.whenDecided = task;
                return;
            }
        }
        task.run();
    }

    /** The time is over, if it still waits. */
    void expire(Ticket ticket) {
        synchronized (this) {
            if (ticket.state != State.WAITING) {
                return;
            }
            leaveQueue(ticket);
            ticket.state = State.WAITED_IN_VAIN;
        }
        tell(ticket);
    }

    /** The request is over, however it ended. Does nothing the second time. */
    void end(Ticket ticket) {
        Optional<Ticket> next = Optional.empty();
        synchronized (this) {
            if (ticket.state == State.WAITING) {
                leaveQueue(ticket);
            } else if (ticket.state == State.GRANTED) {
                inUse--;
                next = grantNext();
            }
            ticket.state = State.OVER;
        }
        next.ifPresent(DownloadSlots::tell);
    }

    private Optional<Ticket> grantNext() {
        Iterator<Map.Entry<String, Deque<Ticket>>> clients = waiting.entrySet().iterator();
        if (!clients.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, Deque<Ticket>> first = clients.next();
        String client = first.getKey();
        Deque<Ticket> tickets = first.getValue();
        clients.remove();
        Ticket next = tickets.remove();
        if (!tickets.isEmpty()) {
            // Behind all others: it has had its turn.
            waiting.put(client, tickets);
        }
        waitingCount--;
        inUse++;
        next.state = State.GRANTED;
        return Optional.of(next);
    }

    private void leaveQueue(Ticket ticket) {
        Deque<Ticket> tickets = waiting.get(ticket.client);
        if (tickets != null && tickets.remove(ticket)) {
            waitingCount--;
            if (tickets.isEmpty()) {
                waiting.remove(ticket.client);
            }
        }
    }

    private static void tell(Ticket ticket) {
        Runnable task = ticket.whenDecided;
        if (task != null) {
            task.run();
        }
    }

    synchronized int inUse() {
        return inUse;
    }

    synchronized int waiting() {
        return waitingCount;
    }
}
