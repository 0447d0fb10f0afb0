package io.plasmd.provider.cli;

import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Settings;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command is told the configuration of a server. */
final class ServerOptions {
    @Mixin
    private ConfigurationOptions configuration;

    @Option(names = ConfigurationArguments.BIND, paramLabel = "ADDRESS", description = "The address to listen on.")
    void bind(String value) {
        arguments().put(ConfigurationArguments.BIND, value);
    }

    @Option(
            names = ConfigurationArguments.PORT,
            paramLabel = "N",
            description = "The port to listen on; 0 picks a free one.")
    void port(String value) {
        arguments().put(ConfigurationArguments.PORT, value);
    }

    @Option(
            names = ConfigurationArguments.PLUGINS,
            paramLabel = "DIR",
            description = "More plugins, beside the install's own.")
    void plugins(String value) {
        arguments().put(ConfigurationArguments.PLUGINS, value);
    }

    ConfigurationArguments arguments() {
        return configuration.arguments();
    }

    /**
     * All sources together.
     *
     * @param presets settings that any option overrides
     */
    ConfigurationSources sources(List<Settings.Setting> presets) {
        return configuration.sources(presets);
    }
}
