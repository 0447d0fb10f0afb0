package io.plasmd.provider.server.configuration;

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
 * @param found whether nobody named the file, so that it is to be said which one it is
 */
public record ConfigurationSources(
        Settings options,
        Map<String, String> environment,
        @Nullable Path file,
        boolean found) {

    /** With a file that somebody named, or none. */
    public ConfigurationSources(Settings options, Map<String, String> environment, @Nullable Path file) {
        this(options, environment, file, false);
    }

    /** With the file that is read where none is named. */
    public static ConfigurationSources found(Settings options, Map<String, String> environment, @Nullable Path file) {
        return new ConfigurationSources(options, environment, file, true);
    }

    Config parseFile(List<Problem> problems) {
        return file == null ? ConfigFactory.empty() : ConfigurationFile.parse(file, problems);
    }
}
