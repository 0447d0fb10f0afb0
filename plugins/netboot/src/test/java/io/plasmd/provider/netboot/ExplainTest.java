package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rule counts for a machine and why, for those who run the server. */
final class ExplainTest {
    private static final String RULES = """
            profiles { one { arguments = "one={{boot}}" }, other { version = "1" } }
            groups {
              all { match { mac = "52:54:*" }, profile = other }
              racks { match { mac = "52:54:00:12:*", serial = "R*" }, priority = 5, profile = one }
            }
            """;

    @TempDir
    private Path scratch;

    @Test
    void whatCountsAndWhatElseMatchesIsSaidWithTheScript() throws Exception {
        try (var server = NetbootServer.start(scratch, RULES)) {
            server.publish("1");
            // What the machine said last counts where nothing else is said.
            server.text("/m/52-54-00-12-34-56/boot.ipxe?serial=R7");
            String said = server.text("/netboot/explain?mac=52-54-00-12-34-56");
            assertTrue(said.contains("machine      52:54:00:12:34:56\n"), said);
            assertTrue(said.contains("  serial     R7\n"), said);
            assertTrue(said.contains("group        racks, priority 5 (" + server.rules() + ":4)\n"), said);
            assertTrue(said.contains("  not        all, priority 0 (" + server.rules() + ":3)\n"), said);
            assertTrue(said.contains("profile      one (" + server.rules() + ":1)\n"), said);
            assertTrue(said.contains("one=BOOT"), said);
            assertTrue(server.text("/netboot/explain?mac=525400123456&serial=x").contains("group        all"));
            // Nobody has booted by being explained.
            assertFalse(server.text("/netboot/explain?mac=525400000001").contains("last boot"));
            assertEquals(400, server.status("/netboot/explain?mac=nonsense"));
            assertEquals(400, server.status("/netboot/explain"));
        }
    }

    @Test
    void aMachineThatBootsNothingIsExplainedToo() throws Exception {
        try (var server = NetbootServer.start(scratch, RULES)) {
            server.publish("1");
            String said = server.text("/netboot/explain?mac=020000000099&serial=a%0Ab");
            assertTrue(said.contains("group        none matches\n"), said);
            assertTrue(said.contains("  serial     a b\n"), said);
            assertTrue(said.contains("boots        nothing: no group matches this machine"), said);
        }
    }
}
