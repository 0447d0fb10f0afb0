package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionsTest {
    @Test
    void numbersCountAsNumbers() {
        List<String> ordered = List.of(
                "1",
                "1.2",
                "1.9",
                "1.10",
                "2026.9.30",
                "2026.11.22",
                "2026.11.22.2",
                "2026.11.22.10",
                "2026.11.23",
                "v1",
                "v2");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(Versions.ORDER);
        assertEquals(ordered, shuffled);
    }

    @Test
    void onlyEqualTextsAreEqual() {
        assertEquals(-1, Integer.signum(Versions.ORDER.compare("1.01", "1.1")));
        assertEquals(0, Versions.ORDER.compare("1.1", "1.1"));
    }
}
