package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which machine gets what, and what is said of rules that do not say it. */
final class GroupsTest {
    private static final String PROFILES =
            "profiles { one { arguments = one }, two { arguments = two }, all { arguments = all } }\n";

    @TempDir
    private Path scratch;

    private static String wants(NetbootServer server, String path) throws Exception {
        String script = server.text(path);
        return script.lines()
                .filter(line -> line.startsWith("kernel "))
                .map(line -> line.replaceAll(".* ([a-z]+) \\|\\| goto.*", "$1"))
                .findFirst()
                .orElse(script);
    }

    @Test
    void machinesAreMatchedByWhatTheySay() throws Exception {
        try (var server = NetbootServer.start(scratch, PROFILES + """
                groups {
                  addresses { match { mac = ["5254.0012.3456", "52:54:00:ff:*"] }, priority = 2, profile = one }
                  models { match { product = "PowerEdge R?40", manufacturer = "dell*" }, priority = 1, profile = two }
                  identity { match { uuid = "{4C4C4544-0051-3510-8052-B4C04F4A3132}" }, profile = two }
                }""", "default-profile", "all")) {
            server.publish("1");
            assertEquals("one", wants(server, "/m/52:54:00:12:34:56/boot.ipxe"));
            assertEquals("one", wants(server, "/m/525400FF0001/boot.ipxe"));
            assertEquals("all", wants(server, "/m/52-54-01-12-34-56/boot.ipxe"));
            String dell = "?product=poweredge%20r640&manufacturer=Dell%20Inc.";
            assertEquals("two", wants(server, "/m/52-54-01-12-34-56/boot.ipxe" + dell));
            assertEquals("one", wants(server, "/m/52-54-00-12-34-56/boot.ipxe" + dell));
            assertEquals("all", wants(server, "/m/52-54-01-12-34-57/boot.ipxe?product=PowerEdge%20R640"));
            assertEquals("two", wants(server, "/m/4c4c4544005135108052b4c04f4a3132/boot.ipxe"));
            assertEquals(
                    "two", wants(server, "/m/52-54-01-12-34-58/boot.ipxe?uuid=4c4c4544-0051-3510-8052-b4c04f4a3132"));
        }
    }

    @Test
    void aMachineThatNothingMatchesIsToldSo() throws Exception {
        try (var server = NetbootServer.start(scratch, PROFILES, "fallback", "reboot")) {
            assertEquals(
                    "#!ipxe\necho no group matches this machine, and the server has no default-profile\nsleep 10\nreboot\n",
                    server.text(NetbootServer.DIRECTORY + "boot.ipxe"));
            assertEquals(404, server.status(NetbootServer.DIRECTORY + "vmlinuz"));
        }
    }

    @Test
    void aConditionThatNothingCanMeetIsAMistake() {
        for (String match : List.of("serial = []", "product = \"\"")) {
            String rules = "profiles { live { } }, groups { g { match { " + match + " }, profile = live } }";
            String message = String.valueOf(assertThrows(Exception.class, () -> NetbootServer.start(scratch, rules))
                    .getMessage());
            assertTrue(message.contains("expected a value, or a list of values, none of them empty"), message);
        }
    }

    @Test
    void aProfileMayBootNoRelease() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "action = local-disk")) {
            assertEquals("""
                    #!ipxe
                    # machine 52:54:00:12:34:56, profile live: local-disk
                    iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||
                    exit 1
                    """, server.text(NetbootServer.DIRECTORY + "boot.ipxe"));
        }
    }

    @Test
    void theFileIsReadAgainWhenItChangesAndNotTakenWhenItIsWrong() throws Exception {
        try (var server = NetbootServer.start(scratch, PROFILES, "default-profile", "one")) {
            server.publish("1");
            String path = NetbootServer.DIRECTORY + "boot.ipxe";
            assertEquals("one", wants(server, path));
            server.rules(PROFILES + "groups { all { match { mac = \"52:*\" }, profile = two } }");
            Await.until("the group counts", () -> wants(server, path).equals("two"));

            server.rules(PROFILES + "groups {\n all { match { mac = \"52:*\" }, profile = tow }\n}");
            Await.until(
                    "it is known to be wrong",
                    () -> !server.provider().health("netboot_rules_in_force").healthy());
            assertEquals("two", wants(server, path));
            assertEquals(
                    "an earlier version is in force: " + server.rules()
                            + ":3: group all: there is no profile tow; there are all, one, probe, two",
                    server.provider().health("netboot_rules_in_force").detail());

            server.rules(PROFILES);
            Await.until("it is right again", () -> wants(server, path).equals("one"));
            assertTrue(server.provider().health("netboot_rules_in_force").healthy());
        }
    }

    private String refused(String rules, String... settings) {
        return String.valueOf(assertThrows(
                        Exception.class,
                        () -> NetbootServer.start(scratch, rules, settings).close())
                .getMessage());
    }

    private void assertRefused(String expected, String rules, String... settings) {
        String message = refused(rules, settings);
        assertTrue(message.contains(expected.replace("@", scratch + "/netboot.conf")), message);
    }

    @Test
    void aTieIsAMistakeThatNamesBothGroups() {
        assertRefused(
                "@:3: groups a (@:2) and b may match the same machine, and both have priority 0: give the one",
                PROFILES + """
                groups { a { match { mac = "52:*:01" }, profile = one }
                b { match { mac = "52:54:*" }, profile = one } }""");
        assertRefused("may match the same machine, and both have priority 7", PROFILES + """
                groups { a { match { mac = "52:54:00:12:34:56" }, profile = one, priority = 7 }
                b { match { serial = X }, profile = one, priority = 7 } }""");
    }

    @Test
    void groupsThatNoMachineCanBeInAtOnceAreNoTie() throws Exception {
        NetbootServer.start(scratch, PROFILES + """
                groups {
                  a { match { mac = ["52:54:00:12:34:56", "52:54:00:12:34:57"] }, profile = one }
                  b { match { mac = ["52:54:00:12:34:58", "02:*"] }, profile = two }
                  c { match { mac = "52-54-00-12-34-5?", arch = arm64 }, priority = 1, profile = two }
                  d { match { mac = "52-54-00-12-34-5?", arch = amd64 }, priority = 1, profile = two }
                }""").close();
    }

    @Test
    void everythingThatIsWrongIsSaidWithItsPlace() {
        String message = refused("""
                profiles {
                  one { chanel = stable
                    root = liv, once = maybe }
                }
                groups {
                  a { match { mca = x }, profile = one }
                  b { match { mac = "52:54" }, priority = high }
                }""");
        for (String part : new String[] {
            "@:2: unknown key profiles.one.chanel: expected one of action, after, arch",
            "@:3: profiles.one.root = \"liv\": expected one of none, live, fcos, systemd-pull, nfsroot",
            "@:3: profiles.one.once = \"maybe\": expected true or false",
            "@:6: unknown key groups.a.match.mca: expected one of arch, asset, hostname, mac",
            "@:7: groups.b.match.mac = \"52:54\": expected six bytes, such as 52:54:00:12:34:56",
            "@:7: groups.b.priority = \"high\": expected a whole number",
            "@:7: groups.b.profile: expected the name of a profile"
        }) {
            assertTrue(message.contains(part.replace("@", scratch + "/netboot.conf")), part + "\nin\n" + message);
        }
    }

    @Test
    void settingsThatAreWrongAreRefused() {
        assertRefused("default-profile: there is no profile two; there are probe", "", "default-profile", "two");
        assertRefused("\"http://a/b\" is none such as http://10.0.0.1:8080", "", "servers", "http://a/b");
        assertRefused("expected one of shell, reboot, local-disk", "", "fallback", "panic");
        assertRefused("expected a number from 1 to 100", "", "attempts", "0");
        assertRefused("is no path such as /m", "", "paths.machines", "m/*");
        assertRefused("there is no such directory", "", "templates.directory", "/nowhere");
        assertRefused("there is no such file", "", "file", "/nowhere");
        String message = refused("groups { a { match { mac = 52:* } } }", "default-profile", "one");
        assertTrue(message.contains("netboot.conf:1: "), message);
        // What else is missing only follows from it.
        assertFalse(message.contains("default-profile"), message);
        assertRefused("include \"other.conf\": this file is read alone", "include \"other.conf\"");
    }

    @Test
    void profilesAndGroupsMayStandInTheConfigurationItself() throws Exception {
        try (var server = NetbootServer.start(
                scratch,
                "",
                "profiles.own.arguments",
                "own",
                "groups.own.match.mac",
                NetbootServer.MAC,
                "groups.own.profile",
                "own")) {
            server.publish("1");
            assertEquals("own", wants(server, NetbootServer.DIRECTORY + "boot.ipxe"));
        }
    }

    @Test
    void whatIsOffAnswersNothing() throws Exception {
        try (var server = NetbootServer.start(scratch, PROFILES, "enabled", "false")) {
            try (var response = server.provider().get("/boot.ipxe")) {
                assertFalse(response.isSuccessful());
            }
            try (var response = server.provider().get(NetbootServer.DIRECTORY + "boot.ipxe")) {
                assertFalse(response.isSuccessful());
            }
        }
    }
}
