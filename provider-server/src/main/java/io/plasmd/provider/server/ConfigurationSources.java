package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
        return file == null ? ConfigFactory.empty() : ConfigurationFile.parse(file, problems);
    }
}
