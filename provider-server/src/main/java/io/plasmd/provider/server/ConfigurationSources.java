package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from.
 *
 * @param options the command line; wins over all
 * @param environment the process's variables
 * @param file the {@code provider.conf}, null for none
 */
public record ConfigurationSources(
        Settings options,
        Map<String, String> environment,
        @Nullable Path file) {

    Config parseFile(List<Problem> problems) {
        if (file == null) {
            return ConfigFactory.empty();
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(new Problem(
                    "", "cannot read the configuration file " + file + ": no such file, or no permission to read it"));
            return ConfigFactory.empty();
        }
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            problems.add(Problem.of(e));
            return ConfigFactory.empty();
        }
    }
}
