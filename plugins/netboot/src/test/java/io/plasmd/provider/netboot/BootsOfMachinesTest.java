package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server learns of boots, by what is loaded and what machines say, and what it does then. */
final class BootsOfMachinesTest {
    private static final String SCRIPT = NetbootServer.DIRECTORY + "boot.ipxe";

    @TempDir
    private Path scratch;

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static void load(NetbootServer server, String script) throws Exception {
        for (String command : new String[] {"kernel --name vmlinuz", "initrd --name initrd.img"}) {
            String path = found(command + " http://[^/]*(/[^ ]*)", script);
            try (Response response = server.provider().get(path)) {
                assertEquals(200, response.code());
                response.body().bytes();
            }
        }
    }

    private static int machines(NetbootServer server, String state) throws Exception {
        try (Response response = server.provider().get("/metrics")) {
            String value = found(
                    "provider_netboot_machines\\{state=\"" + state + "\"} ([0-9.]+)",
                    response.body().string());
            return (int) Double.parseDouble(value);
        }
    }

    @Test
    void anInstallerThatHasSaidItIsDoneIsNotBootedAgain() throws Exception {
        try (var server =
                NetbootServer.ofOneProfile(scratch, "after = local-disk, arguments = \"provider.done={{done}}\"")) {
            String script = server.text(SCRIPT);
            load(server, script);
            Await.until("the initramfs is loaded", () -> machines(server, "initrd") == 1);
            String done = found("provider.done=http://[^/]*(/[^ ]*)", script);
            assertEquals(404, server.status(NetbootServer.DIRECTORY.replace("56", "57") + "done?token=x"));
            assertEquals(403, server.status(NetbootServer.DIRECTORY + "done?token=x"));
            assertTrue(server.text(SCRIPT).contains("\nkernel "));
            try (Response head = server.provider().head(done)) {
                assertEquals(405, head.code());
            }
            assertEquals("done\n", server.text(done));
            assertEquals("done\n", server.text(done));
            assertEquals(1, machines(server, "up"));
            String next = server.text(SCRIPT);
            assertFalse(next.contains("\nkernel "), next);
            assertTrue(next.contains("sanboot"), next);
        }
    }

    @Test
    void anInstallerThatSaysNothingIsNotBootedAgainThoughItWasNotHeardOfAgain() throws Exception {
        try (var server = NetbootServer.ofOneProfile(
                scratch, "once = true, reports = true, after = local-disk", "boots.timeout", "3s")) {
            load(server, server.text(SCRIPT));
            Await.until("the initramfs is loaded", () -> machines(server, "initrd") == 1);
            // So is the machine that has shown that the release is known.
            Await.until("it is taken for lost", () -> machines(server, "timed_out") == 2);
            assertTrue(server.text(SCRIPT).contains("sanboot"));
        }
    }

    @Test
    void nobodyEndsABootByTheTokenOfAScriptThatOnlyHeHasSeen() throws Exception {
        try (var server =
                NetbootServer.ofOneProfile(scratch, "after = local-disk, arguments = \"provider.done={{done}}\"")) {
            String script = server.text(SCRIPT);
            load(server, script);
            Await.until("the initramfs is loaded", () -> machines(server, "initrd") == 1);
            String strange = found("provider.done=http://[^/]*(/[^ ]*)", server.text(SCRIPT));
            assertEquals(403, server.status(strange));
            assertEquals(403, server.status(strange + "&failed=x"));
            assertEquals("done\n", server.text(found("provider.done=http://[^/]*(/[^ ]*)", script)));
        }
    }

    @Test
    void aFailureIsSaidByFormAndTheMachineTriesAgain() throws Exception {
        try (var server = NetbootServer.ofOneProfile(
                scratch, "once = true, reports = true, arguments = \"provider.done={{done}}\"")) {
            String script = server.text(SCRIPT);
            load(server, script);
            Await.until("the initramfs is loaded", () -> machines(server, "initrd") == 1);
            assertFalse(server.text(SCRIPT).contains("\nkernel "));
            String done = found("provider.done=(http:[^ ?]*)", script);
            var form = new FormBody.Builder()
                    .add("token", found("token=([^ ]*)", script))
                    .add("failed", "no disk")
                    .build();
            try (Response response = server.provider()
                    .client()
                    .newCall(new Request.Builder().url(done).post(form).build())
                    .execute()) {
                assertEquals("failed\n", response.body().string());
            }
            assertEquals(1, machines(server, "failed"));
            try (Response page = server.provider().get("/", "Accept", "text/html")) {
                String html = page.body().string();
                assertTrue(html.contains("no disk") && html.contains(NetbootServer.MAC), html);
            }
            assertTrue(server.text(SCRIPT).contains("\nkernel "));
            try (Response response = server.provider()
                    .client()
                    .newCall(new Request.Builder()
                            .url(server.base() + SCRIPT)
                            .post(form)
                            .build())
                    .execute()) {
                assertEquals(405, response.code());
                assertEquals("GET, HEAD", response.header("Allow"));
            }
        }
    }
}
