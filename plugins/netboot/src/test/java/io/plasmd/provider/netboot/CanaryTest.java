package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.CapturedLog;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that some machines try before the others, until too many of them fail. */
final class CanaryTest {
    private static final String SCRIPT = NetbootServer.DIRECTORY + "boot.ipxe";
    private static final String OLD = "/releases/stable/x86_64/1/";
    private static final String NEW = "/releases/stable/x86_64/2/";

    @TempDir
    private Path scratch;

    private static String profile(String canary) {
        return "version = \"1\", reports = true, arguments = \"provider.done={{done}}\", canary { " + canary + " }";
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    /** Loads the kernel and says that it has failed. */
    private static void fail(NetbootServer server) throws Exception {
        String script = server.text(SCRIPT);
        assertTrue(script.contains(NEW), script);
        try (Response kernel = server.provider().get(found("kernel --name \\S+ http://[^/]*(/\\S*)", script))) {
            assertEquals(200, kernel.code());
            kernel.body().bytes();
        }
        String done = found("provider.done=http://[^/]*(/\\S*)", script);
        Await.until(
                "the boot is known", () -> server.text(done + "&failed=panic").equals("failed\n"));
    }

    private static Set<Integer> machinesWithTheNew(NetbootServer server) throws Exception {
        Set<Integer> machines = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String script = server.text("/m/5254000000%02x/boot.ipxe".formatted(i));
            if (script.contains(NEW)) {
                machines.add(i);
            } else {
                assertTrue(script.contains(OLD), script);
            }
        }
        return machines;
    }

    @Test
    void tooManyFailuresHaltItForAllItsMachinesAndOverARestart() throws Exception {
        String profile = profile("version = current, share = 100%, halt-after = 1");
        String data = scratch.resolve("data").toString();
        try (var server = NetbootServer.ofOneProfile(scratch, profile, "provider.data", data);
                var log = new CapturedLog()) {
            server.publish("2");
            fail(server);
            fail(server);
            assertTrue(server.text(SCRIPT).contains(OLD), server.text(SCRIPT));
            assertEquals(
                    1,
                    log.count(
                            "the canary of profile live is halted: 2 boots of version 2 have failed, and halt-after is 1."
                                    + " Its machines boot 1 again"));
        }
        try (var server = NetbootServer.start(
                scratch, "profiles { live { " + profile + " } }", "default-profile", "live", "provider.data", data)) {
            Await.until("the releases are known", () -> server.text(SCRIPT).contains("/releases/"));
            assertTrue(server.text(SCRIPT).contains(OLD), server.text(SCRIPT));
        }
    }

    @Test
    void itsShareOfTheMachinesGrowsByOthers() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, profile("version = \"2\", share = 20%"))) {
            // Of a version that is not there yet nobody boots.
            assertTrue(server.text(SCRIPT).contains(OLD));
            server.publish("2");
            Set<Integer> some = machinesWithTheNew(server);
            assertTrue(some.size() > 5 && some.size() < 40, some::toString);
            server.rules("profiles { live { " + profile("version = \"2\", share = 60%") + " } }");
            Await.until("more of them", () -> machinesWithTheNew(server).size() > some.size());
            assertTrue(machinesWithTheNew(server).containsAll(some));
            server.rules("profiles { live { " + profile("version = \"2\", share = 0%") + " } }");
            Await.until("none of them", () -> machinesWithTheNew(server).isEmpty());
        }
    }

    @Test
    void itIsRefusedWhereNobodySaysWhetherItFails() {
        String rules = "profiles { live { canary { version = current, share = 5, halt-after = -1 } } }";
        String message = String.valueOf(assertThrows(Exception.class, () -> NetbootServer.start(scratch, rules))
                .getMessage());
        assertTrue(message.contains("expected reports = true beside it"), message);
        assertTrue(message.contains("canary.share = 5: expected how many machines try it"), message);
        assertTrue(message.contains("canary.halt-after = -1: expected"), message);
    }
}
