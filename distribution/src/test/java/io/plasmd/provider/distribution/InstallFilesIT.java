package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the tarball, and what the files beside the program say. */
final class InstallFilesIT {
    private static final long LARGEST = 60L << 20;

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @Test
    void theTarballIsSmallAndHasOneDirectory() throws Exception {
        assertTrue(Files.size(Tarball.file()) < LARGEST, "bytes: " + Files.size(Tarball.file()));
        try (Stream<Path> top = Files.list(unpacked)) {
            assertEquals(List.of(install.home()), top.toList());
        }
        assertEquals(
                Set.of(
                        "api",
                        "bin",
                        "completions",
                        "conf",
                        "lib",
                        "man",
                        "plugins",
                        "runtime",
                        "systemd",
                        "CHANGELOG.md",
                        "LICENSE",
                        "README.txt",
                        "THIRD-PARTY.txt",
                        "provider.cdx.json"),
                names(install.home()));
        assertEquals(
                Set.of("provider.conf", "jvm.options"), names(install.home().resolve("conf")));
        assertEquals(
                Set.of("README.txt", "netboot.jar"), names(install.home().resolve("plugins")));
        assertEquals(
                Set.of("provider.service", "provider.socket", "provider.sysusers", "provider.tmpfiles"),
                names(install.home().resolve("systemd")));
    }

    @Test
    void everythingBelongsToRootAndCanBeReadByAll() throws Exception {
        String listing = Program.run(
                        scratch,
                        "tar",
                        "-tvz",
                        "--numeric-owner",
                        "-f",
                        Tarball.file().toString())
                .expectSuccess()
                .output();
        for (String entry : listing.lines().toList()) {
            String mode = entry.substring(0, 10);
            String name = entry.substring(entry.indexOf("provider/"));
            assertTrue(entry.substring(10).startsWith(" 0/0 "), entry);
            if (mode.startsWith("-")) {
                boolean program = name.equals("provider/bin/provider")
                        || name.startsWith("provider/runtime/bin/")
                        || name.endsWith("/jexec")
                        || name.endsWith("/jspawnhelper");
                assertEquals(program ? "-rwxr-xr-x" : "-rw-r--r--", mode, entry);
            } else if (mode.startsWith("d")) {
                assertEquals("drwxr-xr-x", mode, entry);
            }
        }
    }

    @Test
    void theConfigurationFileHasEverySettingWithItsDefault() throws Exception {
        String text = Files.readString(install.configuration());
        assertTrue(ConfigFactory.parseString(text).entrySet().isEmpty(), "a setting is not commented out");
        Config allSet = ConfigFactory.parseString(text.replaceAll("(?m)^( *)#(?=[a-z])", "$1"));
        assertEquals(byKey(ConfigFactory.defaultReference().withOnlyPath("provider")), byKey(allSet));
    }

    @Test
    void theConfigurationFileIsRead() throws Exception {
        Path home = install.home();
        Path changed = scratch.resolve("provider.conf");
        String text = Files.readString(install.configuration());
        Files.writeString(changed, text.replace("#channel = stable", "channel = testing"));
        try (RunningProcess run =
                Launch.of(new Install(home), scratch).start("config", "--config", changed.toString())) {
            assertEquals(0, run.status(), run.err());
            assertTrue(
                    run.out().lines().anyMatch(line -> line.matches("provider\\.channel +testing .*" + changed + ".*")),
                    run.out());
        }
    }

    @Test
    void theServiceIsWellFormedAndMayDoLittle() throws Exception {
        Program.require("systemd-analyze", "systemd");
        String unit = Files.readString(install.home().resolve("systemd/provider.service"));
        assertTrue(unit.contains("ExecStart=/opt/provider/bin/provider serve "));
        // The program has to be there for the check.
        Path here = scratch.resolve("provider.service");
        Files.writeString(here, unit.replace("/opt/provider/", install.home().toRealPath() + "/"));
        Path socket = scratch.resolve("provider.socket");
        Files.copy(install.home().resolve("systemd/provider.socket"), socket);
        String said = Program.run(scratch, "systemd-analyze", "verify", here.toString(), socket.toString())
                .expectSuccess()
                .output();
        assertTrue(said.lines().noneMatch(line -> line.contains("provider.service:")), said);
        Program.run(scratch, "systemd-analyze", "security", "--offline=true", "--threshold=20", here.toString())
                .expectSuccess();
    }

    @Test
    void theServiceMayOpenAsManyFilesAsTheLimitsNeed() throws Exception {
        String unit = Files.readString(install.home().resolve("systemd/provider.service"));
        Matcher allowed = Pattern.compile("(?m)^LimitNOFILE=(\\d+)$").matcher(unit);
        assertTrue(allowed.find(), unit);
        Config limits = ConfigFactory.defaultReference().getConfig("provider.limits");
        // As DescriptorCheck counts at the start, with twice as many requests for the reserve and the server itself.
        int needed = limits.getInt("connections") + 2 * limits.getInt("requests");
        assertTrue(Integer.parseInt(allowed.group(1)) >= needed, "needs " + needed);
    }

    private static Set<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static Set<String> byKey(Config config) {
        return config.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue().unwrapped())
                .collect(Collectors.toSet());
    }
}
