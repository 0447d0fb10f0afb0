package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.artifacts.DownloadSlots.State;
import io.plasmd.provider.artifacts.DownloadSlots.Ticket;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The queue by itself, without a server. */
final class DownloadSlotsTest {
    private final List<String> told = new ArrayList<>();

    private Ticket ask(DownloadSlots slots, String client, String name) {
        Ticket ticket = slots.ask(client);
        slots.whenDecided(ticket, () -> told.add(name));
        return ticket;
    }

    @Test
    void oneClientComesInItsOrder() {
        var slots = new DownloadSlots(1, 10);
        Ticket first = ask(slots, "a", "a1");
        Ticket second = ask(slots, "a", "a2");
        Ticket third = ask(slots, "a", "a3");
        slots.end(first);
        slots.end(second);
        slots.end(third);
        assertEquals(List.of("a1", "a2", "a3"), told);
    }

    @Test
    void clientsTakeTurns() {
        var slots = new DownloadSlots(1, 10);
        Ticket current = ask(slots, "x", "x");
        List<Ticket> all = new ArrayList<>();
        for (String name : List.of("a1", "a2", "a3", "b1", "c1")) {
            all.add(ask(slots, name.substring(0, 1), name));
        }
        slots.end(current);
        while (told.size() < 6) {
            String last = told.getLast();
            slots.end(all.get(List.of("a1", "a2", "a3", "b1", "c1").indexOf(last)));
        }
        assertEquals(List.of("x", "a1", "b1", "c1", "a2", "a3"), told);
    }

    @Test
    void whoGivesUpLosesItsPlaceInTheQueueAndNothingElse() {
        var slots = new DownloadSlots(1, 1);
        Ticket first = ask(slots, "a", "a");
        Ticket second = ask(slots, "b", "b");
        assertEquals(State.QUEUE_FULL, slots.state(slots.ask("c")));
        slots.end(second);
        Ticket third = ask(slots, "c", "c");
        assertEquals(State.WAITING, slots.state(third));
        slots.expire(third);
        assertEquals(State.WAITED_IN_VAIN, slots.state(third));
        slots.end(third);
        slots.end(first);
        slots.end(first);
        assertEquals(0, slots.inUse());
        assertEquals(0, slots.waiting());
    }

    /** Whatever happens in whatever order: never more than there are places, and none stays empty while one waits. */
    @Property
    void placesAreNeitherLostNorInvented(
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll @IntRange(max = 4) int queue,
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> steps) {
        var slots = new DownloadSlots(places, queue);
        List<Ticket> tickets = new ArrayList<>();
        for (int step : steps) {
            if (step < 50 || tickets.isEmpty()) {
                tickets.add(slots.ask("client " + step % 4));
            } else {
                Ticket ticket = tickets.get(step % tickets.size());
                if (step < 65) {
                    slots.expire(ticket);
                } else {
                    slots.end(ticket);
                }
            }
            assertEquals(count(slots, tickets, State.GRANTED), slots.inUse());
            assertEquals(count(slots, tickets, State.WAITING), slots.waiting());
            assertTrue(slots.inUse() <= places);
            assertTrue(slots.waiting() <= queue);
            assertTrue(slots.waiting() == 0 || slots.inUse() == places);
        }
        tickets.forEach(slots::end);
        assertEquals(0, slots.inUse());
        assertEquals(0, slots.waiting());
    }

    private static int count(DownloadSlots slots, List<Ticket> tickets, State state) {
        return (int)
                tickets.stream().filter(ticket -> slots.state(ticket) == state).count();
    }
}
