package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What others said, as it may be shown. */
final class HumanTextTest {

    @Test
    void whatDrivesATerminalIsReplaced() {
        for (String evil : new String[] {
            "\u0000",
            "\u0007",
            "\b",
            "\t",
            "\n",
            "\r",
            "\u001b",
            "\u007f",
            "\u0080",
            "\u0085",
            "\u009b",
            "\u009f",
            "\u00ad",
            "\u061c",
            "\u200b",
            "\u200e",
            "\u200f",
            "\u2028",
            "\u2029",
            "\u202a",
            "\u202e",
            "\u2060",
            "\u2066",
            "\u2069",
            "\ufeff",
            "\ud800",
            "\udfff",
            "\udb40\udc41",
            "\ue000",
            "\uffff"
        }) {
            assertEquals("a?b", HumanText.harmless("a" + evil + "b"), () -> Integer.toHexString(evil.codePointAt(0)));
            assertEquals("a?b", HumanText.printable("a" + evil + "b"));
        }
    }

    @Test
    void whatPeopleWriteStays() {
        String text = "vmlinuz-6.12+deb13_amd64 (käse, ядро, 内核, نواة, 🧀) <a href=\"x\">";
        assertEquals(text, HumanText.harmless(text));
        assertEquals(text, HumanText.printable(text));
    }

    @Test
    void whatIsPrintableIsShort() {
        assertEquals("x".repeat(200) + "…", HumanText.printable("x".repeat(100_000)));
        // Cut in the midst of a character.
        assertEquals("x".repeat(199) + "?…", HumanText.printable("x".repeat(199) + "🧀".repeat(9)));
    }

    @Test
    void aMessageHasNoLinesButThoseOfItsOwnList() {
        var e = new ReleaseException("these are wrong:\n  - a\u001b[2J\nprovider: all is well\n  - b\r");
        assertEquals("these are wrong:\n  - a?[2J?provider: all is well\n  - b?", e.getMessage());
        assertTrue(
                String.valueOf(new ReleaseException("x\u009b", e).getMessage()).endsWith("x?"));
    }
}
