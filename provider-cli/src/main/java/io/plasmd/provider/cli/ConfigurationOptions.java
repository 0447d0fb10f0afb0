package io.plasmd.provider.cli;

import io.plasmd.provider.server.ConfigurationSources;
import io.plasmd.provider.server.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options by which a command is told its configuration, as far as it concerns the artifacts and the install. */
final class ConfigurationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private final List<Settings.Setting> settings = new ArrayList<>();

    private @Nullable Path file;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file. Default: conf/provider.conf of the install.")
    void config(Path value) {
        file = value;
    }

    @Option(names = "--artifacts", paramLabel = "DIR", description = "Where the artifacts are.")
    void artifacts(String value) {
        set("provider.endpoints.artifacts.directory", value, "--artifacts");
    }

    @Option(names = "--channel", paramLabel = "NAME", description = "The channel behind /kernel, /initramfs, /rootfs.")
    void channel(String value) {
        set("provider.channel", value, "--channel");
    }

    @Option(names = "--arch", paramLabel = "NAME", description = "The architecture behind them.")
    void arch(String value) {
        set("provider.arch", value, "--arch");
    }

    @Option(names = "--data", paramLabel = "DIR", description = "Where the server writes.")
    void data(String value) {
        set("provider.data", value, "--data");
    }

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any configuration key. Repeatable.")
    void set(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--set " + assignment + ": expected KEY=VALUE");
            }
            set(
                    assignment.substring(0, equals).strip(),
                    assignment.substring(equals + 1).strip(),
                    "--set");
        }
    }

    void set(String key, String value, String option) {
        settings.add(new Settings.Setting(key, value, "option " + option));
    }

    /**
     * All sources together.
     *
     * @param presets settings that any option overrides
     */
    ConfigurationSources sources(List<Settings.Setting> presets) {
        List<Settings.Setting> all = new ArrayList<>(presets);
        all.addAll(settings);
        return new ConfigurationSources(new Settings(all), System.getenv(), file != null ? file : installedFile());
    }

    private static @Nullable Path installedFile() {
        Path home = home();
        if (home == null) {
            return null;
        }
        Path installed = home.resolve("conf/provider.conf");
        return Files.exists(installed) ? installed : null;
    }

    /** The install that the launcher belongs to; null when the classes are run from elsewhere. */
    static @Nullable Path home() {
        String home = System.getProperty("provider.home");
        return home == null ? null : Path.of(home);
    }
}
