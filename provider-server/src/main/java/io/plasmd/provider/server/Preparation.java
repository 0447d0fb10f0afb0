package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known before a server can start: its plugins, and the configuration that they and the host understand.
 *
 * @param problems everything wrong with either
 */
record Preparation(Configuration configuration, EndpointLoader loader, List<Problem> problems) {

    /**
     * Reads and loads.
     *
     * @param home the install, whose {@code plugins/} are loaded; null where there is none
     */
    static Preparation of(ConfigurationSources sources, @Nullable Path home) {
        Config hostReference = ConfigFactory.parseResources(Preparation.class.getClassLoader(), "reference.conf");
        // First without the plugins, whose directory is itself a setting; what is wrong is reported by the second.
        Config early =
                Configuration.read(sources, List.of(hostReference), List.of()).config();
        // Before a class of an endpoint makes a logger.
        LogLevel.apply(early);
        var loader = new EndpointLoader(
                pluginDirectories(home, early.getString("provider.plugins")),
                MachineDefaults.toConfig().withFallback(hostReference));

        List<Config> references = new ArrayList<>(List.of(hostReference));
        List<String> openSections = new ArrayList<>();
        for (LoadedEndpoint endpoint : loader.endpoints()) {
            references.add(endpoint.reference());
            if (endpoint.takesAnyKey()) {
                openSections.add(endpoint.section());
            }
        }
        Configuration configuration = Configuration.read(sources, references, openSections);
        List<Problem> problems = new ArrayList<>(configuration.problems());
        problems.addAll(loader.problems());
        return new Preparation(configuration, loader, problems);
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

    void orThrow() throws StartException {
        if (!problems.isEmpty()) {
            throw StartException.wrongConfiguration(problems);
        }
    }
}
