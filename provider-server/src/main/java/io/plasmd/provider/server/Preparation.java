package io.plasmd.provider.server;

import com.typesafe.config.Config;
import io.plasmd.provider.server.configuration.Configuration;
import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.EnvironmentSettings;
import io.plasmd.provider.server.configuration.MachineDefaults;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.log.LogLevel;
import io.plasmd.provider.server.plugin.EndpointLoader;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What has to be known before a server can start: its plugins, and the configuration that they and the host understand. */
public final class Preparation implements AutoCloseable {
    private final Config config;
    private final HostSettings settings;
    private final EndpointLoader loader;
    private final List<Problem> problems;

    private Preparation(Config config, HostSettings settings, EndpointLoader loader, List<Problem> problems) {
        this.config = config;
        this.settings = settings;
        this.loader = loader;
        this.problems = problems;
    }

    /**
     * Reads and loads. What is wrong is not thrown here, but told by {@link #orThrow()} or the start of a server.
     *
     * @param home the install, whose {@code plugins/} are loaded; null where there is none
     */
    public static Preparation of(ConfigurationSources sources, @Nullable Path home) {
        Config hostReference = HostReference.read();
        // First without the plugins, whose directory is itself a setting.
        Configuration early = Configuration.read(sources, List.of(hostReference), List.of());
        // Before any class makes a logger: that of an endpoint, or the loader below.
        LogLevel.apply(early.config());
        List<Path> pluginDirectories = pluginDirectories(home, early.config().getString("provider.plugins"));
        logForeignVariables(sources.environment());
        if (sources.found() && sources.file() != null && early.mentions().fileSetsSomething()) {
            LoggerFactory.getLogger(Preparation.class).info("the configuration is {}", sources.file());
        }
        OpenToEveryone.warn(sources.file(), pluginDirectories);
        var loader = new EndpointLoader(
                pluginDirectories, early.mentions()::endpoint, MachineDefaults.toConfig().withFallback(hostReference));

        List<LoadedEndpoint> plugins = loader.endpoints().stream()
                .filter(endpoint -> !endpoint.isBundled())
                .toList();
        boolean allLoaded = loader.problems().isEmpty();
        Configuration configuration =
                plugins.isEmpty() && allLoaded ? early : withPlugins(sources, hostReference, plugins, allLoaded);
        List<Problem> problems = new ArrayList<>(configuration.problems());
        problems.addAll(loader.problems());
        HostSettings settings = HostSettings.read(configuration, problems);
        problems.addAll(SeparatePlaces.problems(configuration.config()));
        return new Preparation(configuration.config(), settings, loader, problems);
    }

    private static void logForeignVariables(Map<String, String> environment) {
        List<String> foreign = EnvironmentSettings.foreign(environment);
        if (!foreign.isEmpty()) {
            LoggerFactory.getLogger(Preparation.class)
                    .info(
                            "left alone, since Kubernetes or docker make them and they are no settings:"
                                    + " environment variables {}",
                            String.join(", ", foreign));
        }
    }

    private static Configuration withPlugins(
            ConfigurationSources sources, Config hostReference, List<LoadedEndpoint> plugins, boolean allLoaded) {
        List<Config> references = new ArrayList<>(List.of(hostReference));
        List<String> openSections = new ArrayList<>(allLoaded ? List.of() : List.of(Configuration.OF_A_BROKEN_PLUGIN));
        for (LoadedEndpoint plugin : plugins) {
            references.add(plugin.reference());
            if (plugin.takesAnyKey()) {
                openSections.add(plugin.section());
            }
        }
        return Configuration.read(sources, references, openSections);
    }

    private static List<Path> pluginDirectories(@Nullable Path home, String more) {
        List<Path> directories = new ArrayList<>();
        if (home != null && Files.isDirectory(home.resolve("plugins"))) {
            directories.add(home.resolve("plugins"));
        }
        if (!more.isEmpty()) {
            directories.add(Path.of(more).toAbsolutePath().normalize());
        }
        return directories;
    }

    /** Resolved; with the defaults in place of what is wrong. */
    public Config config() {
        return config;
    }

    HostSettings settings() {
        return settings;
    }

    List<LoadedEndpoint> endpoints() {
        return loader.endpoints();
    }

    /** Everything wrong with the configuration or a plugin. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Throws all problems at once, if there are any. */
    public void orThrow() throws StartException {
        if (!problems.isEmpty()) {
            throw StartException.of(problems);
        }
    }

    /** Closes the jars of the plugins. */
    @Override
    public void close() {
        loader.close();
    }
}
