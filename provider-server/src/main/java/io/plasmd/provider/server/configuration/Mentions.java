package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;

/**
 * What the sources of a configuration say something of, known or not.
 *
 * @param file what the file says
 */
public record Mentions(ConfigurationSources sources, Config file) {

    /** Whether there is a file, and not with comments only. */
    public boolean fileSetsSomething() {
        return !isEmpty(file);
    }

    /** The file of the install has its sections, and every setting in them is a comment. */
    private static boolean isEmpty(Config file) {
        try {
            return file.root().values().stream()
                    .allMatch(value -> value instanceof ConfigObject section && isEmpty(section.toConfig()));
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    /**
     * Whether somebody has set something of an endpoint.
     *
     * @param name that of the endpoint
     */
    public boolean endpoint(String name) {
        String section = "provider.endpoints." + name;
        String variable = EnvironmentSettings.variable(section + ".");
        return sources.options().list().stream().anyMatch(setting -> (setting.key() + ".").startsWith(section + "."))
                || sources.environment().keySet().stream().anyMatch(one -> one.startsWith(variable))
                || fileHas(section);
    }

    private boolean fileHas(String section) {
        try {
            return file.hasPathOrNull(section);
        } catch (ConfigException.NotResolved e) {
            // Made of what is said elsewhere: it may be.
            return true;
        }
    }
}
