package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an include statement of a configuration file brings: another file of this machine, found from the directory of
 * the file that names it. Typesafe Config would take a URL from whoever answers for it, and a configuration may name
 * plugins, which is code.
 */
final class FileIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    /** A scheme has two letters at least: one would be a drive, which only other systems have. */
    private static final Pattern URL_FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

    /** What HOCON adds to a name without one of them. */
    private static final List<String> ENDINGS = List.of(".conf", ".json", ".properties");

    private final @Nullable ConfigurationFile file;

    FileIncluder(@Nullable ConfigurationFile file) {
        this.file = file;
    }

    /** For a text that is no file, in which every include statement is an error of syntax. */
    static FileIncluder ofNothing() {
        return new FileIncluder(null);
    }

    private ConfigurationFile file() {
        if (file == null) {
            throw new ConfigException.Generic("include is for files");
        }
        return file;
    }

    /** Typesafe Config puts its own includer behind each: that one is not asked. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        return URL_FORM.matcher(name).matches() ? refuse(name, "\"" + name + "\"") : take(name);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return take(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse(what.toString(), "url(\"" + what + "\")");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String name) {
        return refuse(name, "classpath(\"" + name + "\")");
    }

    private ConfigObject refuse(String name, String form) {
        file().wrongInclude(
                        name,
                        "include " + form
                                + ": only files are included. Put what it holds into a file of this machine, and"
                                + " write include \"FILE\".");
        return ConfigFactory.empty().root();
    }

    private ConfigObject take(String name) {
        Path path;
        try {
            path = file().directory().resolve(name);
        } catch (InvalidPathException e) {
            file().wrongInclude(name, "include \"" + name + "\": this cannot be the name of a file");
            return ConfigFactory.empty().root();
        }
        if (ENDINGS.stream().anyMatch(name::endsWith) || Files.exists(path)) {
            return file().include(name, path).root();
        }
        Config all = ConfigFactory.empty();
        for (String ending : ENDINGS) {
            Path candidate = path.resolveSibling(path.getFileName() + ending);
            if (Files.exists(candidate)) {
                all = all.withFallback(file().include(name, candidate));
            }
        }
        return all.isEmpty() ? file().include(name, path).root() : all.root();
    }
}
