package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.plasmd.provider.server.configuration.Configuration;
import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.configuration.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sources of a configuration, put together by a test. */
final class Layers {
    private final List<Settings.Setting> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Config> references = new ArrayList<>(List.of(HostReference.read()));
    private @Nullable Path file;

    Layers option(String key, String value) {
        options.add(new Settings.Setting(key, value, "option --set"));
        return this;
    }

    Layers variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Layers file(Path path, String text) {
        file = Texts.write(path, text);
        return this;
    }

    Layers file(Path path) {
        file = path;
        return this;
    }

    /** Defaults of one more endpoint. */
    Layers reference(String text) {
        references.add(ConfigFactory.parseString(text));
        return this;
    }

    ConfigurationSources sources() {
        return new ConfigurationSources(new Settings(options), environment, file);
    }

    Configuration read() {
        return Configuration.read(sources(), references, List.of());
    }

    /** With what the host finds wrong with its own settings. */
    List<String> problems() {
        Configuration configuration = read();
        List<Problem> problems = new ArrayList<>(configuration.problems());
        HostSettings.read(configuration, problems);
        return problems.stream().map(Problem::toString).toList();
    }
}
