package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.artifacts.DownloadTicket.State;
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

    private DownloadTicket ask(DownloadSlots slots, String client, String name) {
        DownloadTicket ticket = slots.ask(client);
        slots.whenDecided(ticket, () -> told.add(name));
        return ticket;
    }

    @Test
    void oneClientComesInItsOrder() {
        var slots = new DownloadSlots(1, 10);
        DownloadTicket first = ask(slots, "a", "a1");
        DownloadTicket second = ask(slots, "a", "a2");
        DownloadTicket third = ask(slots, "a", "a3");
        slots.end(first);
        slots.end(second);
        slots.end(third);
        assertEquals(List.of("a1", "a2", "a3"), told);
    }

    @Test
    void clientsTakeTurns() {
        var slots = new DownloadSlots(1, 10);
        DownloadTicket current = ask(slots, "x", "x");
        List<DownloadTicket> all = new ArrayList<>();
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
        DownloadTicket first = ask(slots, "a", "a");
        DownloadTicket second = ask(slots, "b", "b");
        assertEquals(State.QUEUE_FULL, slots.state(slots.ask("c")));
        slots.end(second);
        DownloadTicket third = ask(slots, "c", "c");
        assertEquals(State.WAITING, slots.state(third));
        slots.expire(third);
        assertEquals(State.WAITED_IN_VAIN, slots.state(third));
        slots.end(third);
        slots.end(first);
        slots.end(first);
        assertEquals(0, slots.inUse());
        assertEquals(0, slots.waiting());
    }

    /** A download that is under way, as slow as it is told to be. */
    private DownloadTicket begin(DownloadSlots slots, String client, String name, long bytesPerSecond) {
        DownloadTicket ticket = slots.ask(client);
        assertEquals(State.GRANTED, slots.state(ticket));
        slots.begin(ticket, new DownloadTicket.Revocable() {
            @Override
            public long bytesPerSecond() {
                return bytesPerSecond;
            }

            @Override
            public void revoke() {
                told.add("end of " + name);
                slots.end(ticket);
            }
        });
        return ticket;
    }

    @Test
    void whoHasMoreThanItsShareLosesItsSlowestDownloadToOneThatWaits() {
        var slots = new DownloadSlots(3, 10);
        begin(slots, "a", "a1", 500);
        begin(slots, "a", "a2", 100);
        begin(slots, "b", "b1", 1);
        DownloadTicket more = ask(slots, "a", "a3");
        DownloadTicket other = ask(slots, "c", "c1");
        slots.press(more);
        assertEquals(List.of(), told);
        slots.press(other);
        assertEquals(List.of("end of a2", "c1"), told);
        assertEquals(State.WAITING, slots.state(more));
    }

    @Test
    void nobodyIsCutOffWhereEachHasItsShare() {
        var slots = new DownloadSlots(2, 10);
        begin(slots, "a", "a1", 1);
        begin(slots, "b", "b1", 1);
        slots.press(ask(slots, "c", "c1"));
        assertEquals(List.of(), told);
    }

    @Test
    void theFreePlaceIsForTheOneThatHasLeast() {
        var slots = new DownloadSlots(3, 10);
        DownloadTicket first = begin(slots, "a", "a1", 1);
        begin(slots, "a", "a2", 1);
        begin(slots, "a", "a3", 1);
        ask(slots, "a", "a4");
        ask(slots, "b", "b1");
        slots.end(first);
        assertEquals(List.of("b1"), told);
    }

    @Test
    void noClientTakesTheWholeQueue() {
        var slots = new DownloadSlots(1, 3);
        begin(slots, "x", "x", 1);
        List<DownloadTicket> all = new ArrayList<>();
        for (String name : List.of("a1", "a2", "a3")) {
            all.add(ask(slots, "a", name));
        }
        assertEquals(State.QUEUE_FULL, slots.state(slots.ask("a")));
        assertEquals(State.WAITING, slots.state(ask(slots, "b", "b1")));
        assertEquals(State.WAITED_IN_VAIN, slots.state(all.getLast()));
        assertEquals(3, slots.waiting());
        assertEquals(State.QUEUE_FULL, slots.state(slots.ask("b")));
    }

    /** Whatever happens in whatever order: never more than there are places, and none stays empty while one waits. */
    @Property
    void placesAreNeitherLostNorInvented(
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll @IntRange(max = 4) int queue,
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> steps) {
        var slots = new DownloadSlots(places, queue);
        List<DownloadTicket> tickets = new ArrayList<>();
        for (int step : steps) {
            if (step < 50 || tickets.isEmpty()) {
                tickets.add(slots.ask("client " + step % 4));
            } else {
                DownloadTicket ticket = tickets.get(step % tickets.size());
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

    private static int count(DownloadSlots slots, List<DownloadTicket> tickets, State state) {
        return (int)
                tickets.stream().filter(ticket -> slots.state(ticket) == state).count();
    }
}
