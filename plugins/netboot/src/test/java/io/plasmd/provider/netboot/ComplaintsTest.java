package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** No client fills the log. */
final class ComplaintsTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong time = new AtomicLong();

    @Test
    void whatManyClientsCauseAtOnceIsCounted() {
        var complaints = new Complaints(lines::add, time::get);
        for (int i = 0; i < 1000; i++) {
            complaints.add("line " + i + "\nand more");
        }
        time.addAndGet(100_000_000L);
        complaints.add("last");
        assertEquals(List.of("line 0 and more", "999 more such lines were left out", "last"), lines);
    }
}
