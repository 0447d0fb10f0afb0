package io.plasmd.provider.cli;

import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Secrets;
import io.plasmd.provider.server.configuration.Settings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options by which a command is told its configuration, as far as it concerns the artifacts and the install. */
final class ConfigurationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private final ConfigurationArguments arguments = new ConfigurationArguments();

    @Option(
            names = ConfigurationArguments.CONFIG,
            paramLabel = "FILE",
            description = "The configuration file. Default: /etc/provider/provider.conf where there is one, else"
                    + " conf/provider.conf of the install.")
    void config(Path value) {
        arguments.file(value);
    }

    @Option(names = ConfigurationArguments.ARTIFACTS, paramLabel = "DIR", description = "Where the artifacts are.")
    void artifacts(String value) {
        arguments.put(ConfigurationArguments.ARTIFACTS, value);
    }

    @Option(
            names = ConfigurationArguments.CHANNEL,
            paramLabel = "NAME",
            description = "The channel behind /kernel, /initramfs, /rootfs.")
    void channel(String value) {
        arguments.put(ConfigurationArguments.CHANNEL, value);
    }

    @Option(names = ConfigurationArguments.ARCH, paramLabel = "NAME", description = "The architecture behind them.")
    void arch(String value) {
        arguments.put(ConfigurationArguments.ARCH, value);
    }

    @Option(names = ConfigurationArguments.DATA, paramLabel = "DIR", description = "Where the server writes.")
    void data(String value) {
        arguments.put(ConfigurationArguments.DATA, value);
    }

    @Option(
            names = ConfigurationArguments.SET,
            paramLabel = "KEY=VALUE",
            description = "Any configuration key. Repeatable.")
    void set(List<String> assignments) {
        for (String assignment : assignments) {
            if (!arguments.assign(assignment)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--set " + Secrets.maskedAssignment(assignment) + ": expected KEY=VALUE");
            }
        }
    }

    ConfigurationArguments arguments() {
        return arguments;
    }

    /**
     * All sources together.
     *
     * @param presets settings that any option overrides
     */
    ConfigurationSources sources(List<Settings.Setting> presets) {
        return arguments.sources(presets);
    }
}
