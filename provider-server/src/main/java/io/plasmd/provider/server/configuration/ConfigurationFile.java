package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of the configuration, and what it includes.
 *
 * @param path absolute
 * @param includedBy null for the file that everything begins with
 * @param problems takes what is wrong
 */
record ConfigurationFile(Path path, @Nullable ConfigurationFile includedBy, List<Problem> problems) {

    static Config parse(Path path, List<Problem> problems) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            problems.add(new Problem(
                    "", "cannot read the configuration file " + path + ": no such file, or no permission to read it"));
            return ConfigFactory.empty();
        }
        return new ConfigurationFile(path.toAbsolutePath(), null, problems).parse();
    }

    private Config parse() {
        try {
            Config parsed = ConfigFactory.parseFile(
                    path.toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new FileIncluder(this)));
            if (!parsed.isEmpty()) {
                problems.addAll(DuplicateKeys.in(path, Files.readString(path)));
            }
            return parsed;
        } catch (IOException e) {
            // Gone since it was read: what was read counts.
            return ConfigFactory.empty();
        } catch (ConfigException e) {
            problems.add(SyntaxProblem.of(e, path));
            return ConfigFactory.empty();
        }
    }

    /** Names in it begin here. */
    Path directory() {
        return Objects.requireNonNull(path.getParent(), "an absolute file");
    }

    /**
     * Reads a file that this one includes.
     *
     * @param name as it is written
     */
    Config include(String name, Path included) {
        if (!Files.isRegularFile(included)) {
            wrongInclude(name, "include \"" + name + "\": there is no file " + included.normalize());
        } else if (!Files.isReadable(included)) {
            wrongInclude(name, "include \"" + name + "\": no permission to read " + included.normalize());
        } else if (isBeingRead(included)) {
            wrongInclude(name, "include \"" + name + "\": " + included.normalize() + " includes itself");
        } else {
            return new ConfigurationFile(included.toAbsolutePath(), this, problems).parse();
        }
        return ConfigFactory.empty();
    }

    private boolean isBeingRead(Path other) {
        for (ConfigurationFile file = this; file != null; file = file.includedBy) {
            try {
                if (Files.isSameFile(file.path, other)) {
                    return true;
                }
            } catch (IOException e) {
                // It can be read no longer, which the parser says.
            }
        }
        return false;
    }

    /** Notes a problem of an include statement, with its line, which Typesafe Config does not tell. */
    void wrongInclude(String name, String what) {
        int line = lineOfInclude(name);
        problems.add(new Problem(line == 0 ? path.toString() : path + ":" + line, what));
    }

    private int lineOfInclude(String name) {
        try {
            int number = 0;
            for (String line : Files.readAllLines(path)) {
                number++;
                String code = line.strip();
                if (!code.startsWith("#")
                        && !code.startsWith("//")
                        && code.contains("include")
                        && code.contains(name)) {
                    return number;
                }
            }
        } catch (IOException e) {
            // Without a line then.
        }
        return 0;
    }
}
