package io.plasmd.provider.cli;

import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command line says of the configuration. Knows no picocli, which {@code serve} starts without. */
final class ConfigurationArguments {
    static final String BIND = "--bind";
    static final String PORT = "--port";
    static final String PLUGINS = "--plugins";
    static final String ARTIFACTS = "--artifacts";
    static final String CHANNEL = "--channel";
    static final String ARCH = "--arch";
    static final String DATA = "--data";
    static final String CONFIG = "--config";
    static final String SET = "--set";

    private static final Map<String, String> KEY_BY_OPTION = Map.of(
            BIND, "provider.http.bind",
            PORT, "provider.http.port",
            PLUGINS, "provider.plugins",
            ARTIFACTS, "provider.endpoints.artifacts.directory",
            CHANNEL, "provider.channel",
            ARCH, "provider.arch",
            DATA, "provider.data");

    private static final Path MACHINE_FILE = Path.of("/etc/provider/provider.conf");

    private final List<Settings.Setting> settings = new ArrayList<>();
    private @Nullable Path file;

    /** Whether an option stands for one key. */
    static boolean standsForKey(String option) {
        return KEY_BY_OPTION.containsKey(option);
    }

    /** Takes the value of an option that stands for a key. */
    void put(String option, String value) {
        String key = KEY_BY_OPTION.get(option);
        if (key == null) {
            throw new IllegalArgumentException(option);
        }
        set(key, value, option);
    }

    /**
     * Takes a KEY=VALUE.
     *
     * @return false for anything else, of which nothing is taken
     */
    boolean assign(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            return false;
        }
        set(
                assignment.substring(0, equals).strip(),
                assignment.substring(equals + 1).strip(),
                SET);
        return true;
    }

    /** Whether a key is set, by its option or by --set. */
    boolean sets(String option) {
        return settings.stream().anyMatch(setting -> setting.key().equals(KEY_BY_OPTION.get(option)));
    }

    private void set(String key, String value, String option) {
        settings.add(new Settings.Setting(key, value, "option " + option));
    }

    /** What the command line sets a key to that an option stands for; empty where it leaves that to the configuration. */
    Optional<String> given(String option) {
        String key = KEY_BY_OPTION.get(option);
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .reduce((first, last) -> last)
                .map(Settings.Setting::value);
    }

    /** The configuration file, in place of the install's own. */
    void file(Path path) {
        file = path;
    }

    /**
     * All sources together.
     *
     * @param presets settings that any option overrides
     */
    ConfigurationSources sources(List<Settings.Setting> presets) {
        List<Settings.Setting> all = new ArrayList<>(presets);
        all.addAll(settings);
        return file != null
                ? new ConfigurationSources(new Settings(all), System.getenv(), file)
                : ConfigurationSources.found(new Settings(all), System.getenv(), firstOf(places()));
    }

    /** Where a configuration file is looked for: that of the machine, then that of the install. */
    private static List<Path> places() {
        Path home = home();
        return home == null ? List.of() : List.of(MACHINE_FILE, home.resolve("conf/provider.conf"));
    }

    /** The first that is there, be it readable or not: one that is not is to be said, and not to be passed over. */
    static @Nullable Path firstOf(List<Path> places) {
        return places.stream().filter(Files::exists).findFirst().orElse(null);
    }

    /** The install that the launcher belongs to; null when the classes are run from elsewhere. */
    static @Nullable Path home() {
        String home = System.getProperty("provider.home");
        return home == null ? null : Path.of(home);
    }
}
