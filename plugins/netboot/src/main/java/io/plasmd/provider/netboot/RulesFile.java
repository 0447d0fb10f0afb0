package io.plasmd.provider.netboot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file of profiles and groups. */
record RulesFile(Path path) {
    private static final Set<String> KEYS = Set.of("profiles", "groups");

    /** By which a version of the file is told from another. */
    record Version(FileTime modified, long size, @Nullable Object identity) {}

    /** Empty where the file cannot be looked at. */
    Optional<Version> version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Adds what it says.
     *
     * @throws ConfigException where it is not to be read at all
     */
    void readInto(RulesReader rules) {
        Config config = ConfigFactory.parseFile(
                        path.toFile(),
                        ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new NoIncludes()))
                // Not of the environment: what machines boot stands in this file.
                .resolve(ConfigResolveOptions.noSystem());
        var file = new Section("file", config.root(), rules.problems());
        file.allowOnly(KEYS);
        file.section("profiles").ifPresent(section -> rules.profiles(named("profiles", section.object(), rules)));
        file.section("groups").ifPresent(section -> rules.groups(named("groups", section.object(), rules)));
    }

    private static Section named(String name, ConfigObject object, RulesReader rules) {
        return new Section(name, object, rules.problems());
    }

    /** A file that is read again on its own cannot watch others. */
    private static final class NoIncludes implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw new ConfigException.Generic("include \"" + what + "\": this file is read alone; write it all into it");
        }
    }
}
