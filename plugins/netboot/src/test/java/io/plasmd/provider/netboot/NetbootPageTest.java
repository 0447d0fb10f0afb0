package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import io.plasmd.provider.server.DocsPage;
import io.plasmd.provider.server.Texts;
import io.plasmd.provider.server.configuration.ReferenceKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/netboot.md has every setting, and its examples are such. */
final class NetbootPageTest {
    private static final DocsPage PAGE = new DocsPage(Texts.read(Path.of("../../docs/netboot.md")));

    @TempDir
    private Path scratch;

    @Test
    void everySettingIsThereWithItsDefaultAndNoOther() {
        Map<String, String> expected = new TreeMap<>();
        new ReferenceKeys(ConfigFactory.parseString(Texts.read(Path.of("src/main/resources/reference.conf"))))
                .defaults()
                .forEach((key, value) -> {
                    String shown = value instanceof ConfigList list
                            ? list.unwrapped().stream().map(String::valueOf).collect(Collectors.joining(","))
                            : value instanceof ConfigObject ? "" : String.valueOf(value.unwrapped());
                    expected.put(key, shown.isEmpty() ? "none" : "`" + shown + "`");
                });
        Map<String, String> shown = PAGE.section("Settings")
                .text()
                .lines()
                .filter(line -> line.startsWith("| `provider."))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> cells[2].strip(),
                        (a, b) -> a,
                        TreeMap::new));
        assertEquals(expected.toString(), shown.toString());
    }

    @Test
    void everyKeyOfAProfileAndOfAGroupIsThereAndNoOther() {
        assertEquals(ProfileReader.KEYS.stream().sorted().toList(), keys("Profiles"));
        assertEquals(GroupReader.KEYS.stream().sorted().toList(), keys("Groups"));
        assertEquals(
                CanaryReader.KEYS.stream().map(key -> "canary." + key).sorted().toList(), keys("Canaries"));
    }

    private static List<String> keys(String section) {
        return PAGE.section(section)
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", 3)[1])
                .sorted()
                .toList();
    }

    @Test
    void itsExamplesAreTaken() throws Exception {
        Path templates = Files.createDirectories(scratch.resolve("templates/cloud-init"));
        Files.writeString(templates.resolve("user-data"), "");
        Files.writeString(templates.resolve("meta-data"), "");
        Files.writeString(templates.resolveSibling("ks.cfg"), "");
        String profiles = "profiles { installer { }, live { } }\n";
        List<String> blocks = PAGE.blocks("hocon");
        assertEquals(4, blocks.size());
        try (var server = NetbootServer.start(scratch, profiles + blocks.get(1))) {
            server.publish("1");
            assertTrue(server.text("/m/52-54-00-ab-cd-ef/boot.ipxe").contains("group installers"));
        }
        for (String block : List.of(blocks.get(0), blocks.get(2), blocks.get(3))) {
            String rules = ConfigFactory.parseString(block)
                    .getConfig("provider.endpoints.netboot")
                    .withOnlyPath("profiles")
                    .root()
                    .render(ConfigRenderOptions.concise());
            // Without its braces: the fixture adds to it.
            NetbootServer.start(scratch, rules.substring(1, rules.length() - 1)).close();
        }
    }
}
