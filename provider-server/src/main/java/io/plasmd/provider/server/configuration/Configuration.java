package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configuration in force, and everything that is wrong with it.
 *
 * @param config resolved; with the defaults in place of what is wrong
 * @param keys every known key
 * @param mentions what the sources say something of, whether it is known or not
 */
public record Configuration(Config config, ReferenceKeys keys, List<Problem> problems, Mentions mentions) {
    /** In place of a section: that of any plugin, when one could not be loaded, whose keys nobody knows. */
    public static final String OF_A_BROKEN_PLUGIN = "provider.endpoints.*";

    /**
     * Reads all sources: command line over environment over file over defaults.
     *
     * @param references the defaults of the host, the bundled endpoints and the plugins
     * @param openSections endpoints whose section takes any key, since their jar has no defaults for it
     */
    public static Configuration read(ConfigurationSources sources, List<Config> references, List<String> openSections) {
        List<Problem> problems = new ArrayList<>();
        Config reference = references.stream().reduce(MachineDefaults.toConfig(), Config::withFallback);
        // Resolved for this only: a default such as ${provider.data}/cache has to follow the setting it is made from.
        var keys = new ReferenceKeys(reference.resolve());

        Config file = sources.parseFile(problems);
        Config environment =
                EnvironmentSettings.read(sources.environment(), keys, problems).toConfig(keys, problems);
        Config options = sources.options().toConfig(keys, problems);

        var check = new KeyCheck(keys, openSections, problems);
        Config clean = ConfigFactory.empty();
        for (Config layer : List.of(options, environment, file)) {
            clean = clean.withFallback(check.keepSound(resolve(layer, reference, problems)));
        }
        for (String key : MachineDefaults.KEYS) {
            // As in reference.conf, which shows them empty.
            if (clean.hasPath(key) && clean.getString(key).isEmpty()) {
                clean = clean.withoutPath(key);
            }
        }
        return new Configuration(clean.withFallback(reference).resolve(), keys, problems, new Mentions(sources, file));
    }

    private static Config resolve(Config layer, Config reference, List<Problem> problems) {
        if (layer.isEmpty()) {
            return layer;
        }
        try {
            return LayerValues.of(layer, layer.withFallback(reference).resolve());
        } catch (ConfigException.UnresolvedSubstitution e) {
            Optional<Unresolved> unresolved = Unresolved.of(e, layer);
            if (unresolved.isEmpty()) {
                problems.add(Problem.of(e));
                return onlyPlugins(layer);
            }
            problems.add(unresolved.get().problem(e));
            // What else is wrong is to be said as well.
            return resolve(layer.withoutPath(unresolved.get().key()), reference, problems);
        } catch (ConfigException e) {
            problems.add(Problem.of(e));
            return onlyPlugins(layer);
        }
    }

    /** A value may refer to the default of a plugin, which can be found only when its directory is known. */
    private static Config onlyPlugins(Config layer) {
        try {
            Config only = layer.withOnlyPath("provider.plugins");
            return only.isResolved() ? only : ConfigFactory.empty();
        } catch (ConfigException.NotResolved e) {
            return ConfigFactory.empty();
        }
    }
}
