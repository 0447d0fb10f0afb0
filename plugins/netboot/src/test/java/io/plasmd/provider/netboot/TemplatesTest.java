package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates fill in what is known of a machine, and do nothing else. */
final class TemplatesTest {
    private static final String QUERY = "?serial=%22%5C%0A%24%7Bx%7D%27%23%21%3C&product=A%20B";

    @TempDir
    private Path scratch;

    private Path templates() {
        return scratch.resolve("templates");
    }

    private void template(String name, String text) throws Exception {
        Files.createDirectories(templates().resolve("parts"));
        Files.writeString(templates().resolve(name), text);
    }

    private static String error(NetbootServer server, String path) throws Exception {
        try (Response response = server.provider().get(path)) {
            assertEquals(500, response.code(), path);
            return response.body().string();
        }
    }

    @Test
    void aFileKnowsOfNoBoot() throws Exception {
        template("ks.cfg", "curl {{done}}");
        try (var server = NetbootServer.ofOneProfile(scratch, "templates { \"ks.cfg\" = \"ks.cfg\" }")) {
            assertEquals(500, server.status(NetbootServer.DIRECTORY + "ks.cfg"));
        }
    }

    @Test
    void aMachineThatIsDoneBootsItsDiskThoughItsScriptIsATemplate() throws Exception {
        template("own", "#!ipxe\nshell\n");
        try (var server =
                NetbootServer.ofOneProfile(scratch, "action = local-disk, templates { \"boot.ipxe\" = \"own\" }")) {
            assertTrue(server.text(NetbootServer.DIRECTORY + "boot.ipxe").contains("sanboot"));
        }
    }

    @Test
    void valuesAreEscapedByTheFormatThatTheNameTells() throws Exception {
        List<String> names =
                List.of("a.ipxe", "grub.cfg", "pxelinux.cfg", "config.ign", "user-data", "meta-data", "preseed.cfg");
        var map = new StringBuilder("templates {");
        for (String name : names) {
            template(name, "<{{serial}}|{{{serial}}}|{{&product}}|{{mac}}>");
            map.append('"').append(name).append("\" = \"").append(name).append("\", ");
        }
        try (var server = NetbootServer.ofOneProfile(scratch, map + "}")) {
            String word = "<_______x______|".replace("_______x______", SafeText.word("\"\\\n${x}'#!<"));
            for (String name : List.of("a.ipxe", "grub.cfg", "pxelinux.cfg", "preseed.cfg")) {
                String spaced = name.equals("preseed.cfg") ? "A B" : "A_B";
                assertEquals(
                        word + word.substring(1) + spaced + "|" + NetbootServer.MAC + ">",
                        server.text(NetbootServer.DIRECTORY + name + QUERY),
                        name);
            }
            String json = "\\\"\\\\\\u000a${x}'#!<";
            assertEquals(
                    "<" + json + "|" + json + "|A B|" + NetbootServer.MAC + ">",
                    server.text(NetbootServer.DIRECTORY + "config.ign" + QUERY));
            for (String name : List.of("user-data", "meta-data")) {
                assertEquals(
                        word + word.substring(1) + "A B|" + NetbootServer.MAC + ">",
                        server.text(NetbootServer.DIRECTORY + name + QUERY),
                        name);
            }
        }
    }

    @Test
    void dataOfTheOperatorIsThatOfTheGroupOverThatOfTheProfile() throws Exception {
        template(
                "list.txt",
                "{{#data.users}}[{{name}}@{{data.domain}}]{{/data.users}} {{server}} {{release}} {{group}}");
        try (var server = NetbootServer.start(scratch, """
                profiles { p { templates { "list.txt" = "list.txt" }, data { domain = a, users = [ { name = root } ] } } }
                groups { g { match { mac = "52:*" }, profile = p, data { domain = "b $c" } } }""")) {
            server.publish("7");
            assertEquals(
                    "[root@b $c] " + server.base() + " " + server.base() + "/releases/stable/x86_64/7/ g",
                    server.text(NetbootServer.DIRECTORY + "list.txt"));
        }
    }

    @Test
    void whatIsMissingIsAnError() throws Exception {
        template("a.txt", "{{nothing}}");
        template("b.txt", "{{#data.nothing}}x{{/data.nothing}}");
        template("c.txt", "{{serial.class.name}}");
        template("d.txt", "{{>parts/e}}");
        template("boot.ipxe", "#!ipxe\n{{nothing}}");
        try (var server = NetbootServer.ofOneProfile(
                scratch, "templates { a = a.txt, b = b.txt, c = c.txt, d = d.txt, \"boot.ipxe\" = boot.ipxe }")) {
            assertTrue(error(server, NetbootServer.DIRECTORY + "a").contains("nothing"));
            assertTrue(error(server, NetbootServer.DIRECTORY + "b").contains("nothing"));
            assertTrue(error(server, NetbootServer.DIRECTORY + "c?serial=x").contains("template c.txt: "));
            assertTrue(error(server, NetbootServer.DIRECTORY + "d").contains("parts/e"));
            assertTrue(
                    server.text(NetbootServer.DIRECTORY + "boot.ipxe").startsWith("#!ipxe\necho template boot.ipxe: "));
        }
    }

    @Test
    void partialsComeFromTheDirectoryOnly() throws Exception {
        Files.writeString(scratch.resolve("outside"), "secret");
        template("parts/inside", "{{mac}}");
        Files.createSymbolicLink(templates().resolve("link"), scratch.resolve("outside"));
        template("good.txt", "{{>parts/inside}}");
        template("self.txt", "{{>self.txt}}");
        for (String bad :
                List.of("../outside", "link", scratch.resolve("outside").toString())) {
            template("bad.txt", "{{>" + bad + "}}");
            var scope = new Templates(templates());
            String message = String.valueOf(assertThrows(
                            NotBootableException.class,
                            () -> scope.render(new TemplateFile("bad.txt", OutputFormat.TEXT, false), Map.of()))
                    .getMessage());
            assertTrue(message.contains("there is no file " + bad), message);
        }
        try (var server = NetbootServer.ofOneProfile(scratch, "templates { good = good.txt, self = self.txt }")) {
            assertEquals(NetbootServer.MAC, server.text(NetbootServer.DIRECTORY + "good"));
            assertTrue(error(server, NetbootServer.DIRECTORY + "self").contains("it includes itself"));
        }
    }

    @Test
    void aTemplateThatIsNotThereIsRefusedAtTheStart() {
        String message = String.valueOf(assertThrows(
                        Exception.class,
                        () -> NetbootServer.ofOneProfile(scratch, "templates { a = \"../netboot.conf\" }")
                                .close())
                .getMessage());
        assertTrue(
                message.contains(
                        "profiles.live.templates.a = \"../netboot.conf\": expected a file below " + templates()),
                message);
    }

    @Test
    void whatIsSecretIsAnsweredOverHttpsOnly() throws Exception {
        template("password", "{{data.password}}");
        var authority = new TestAuthority(scratch);
        authority.install(authority.issue("first"));
        var settings = new ArrayList<String>();
        authority.settings().forEach((key, value) -> settings.addAll(List.of(key, value)));
        try (var server = NetbootServer.ofOneProfile(
                scratch,
                "templates { password { file = password, secret = true } }, data { password = sesame }",
                settings.toArray(String[]::new))) {
            try (Response response = server.provider().get(NetbootServer.DIRECTORY + "password")) {
                assertEquals(403, response.code());
                assertTrue(!response.body().string().contains("sesame"));
            }
            OkHttpClient client = authority.client();
            var request = new Request.Builder()
                    .url("https://127.0.0.1:" + server.provider().port("https") + NetbootServer.DIRECTORY + "password")
                    .build();
            try (Response response = client.newCall(request).execute()) {
                assertEquals("sesame", response.body().string());
                assertEquals("no-store", response.header("Cache-Control"));
            }
        }
    }
}
