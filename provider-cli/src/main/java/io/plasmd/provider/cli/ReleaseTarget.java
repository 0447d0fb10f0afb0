package io.plasmd.provider.cli;

import com.typesafe.config.Config;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.StartException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command about releases works on, as configured.
 *
 * @param arch by the name that the kernel has for it
 * @param provider the section of the whole configuration
 */
record ReleaseTarget(Path artifacts, String channel, String arch, Roles roles, Config provider) {
    private static final String SECTION = "endpoints.artifacts";

    static ReleaseTarget of(ConfigurationOptions options) throws StartException {
        Config provider;
        try (Preparation preparation = Preparation.of(options.sources(List.of()), ConfigurationArguments.home())) {
            preparation.orThrow();
            provider = preparation.config().getConfig("provider");
        }
        Config artifacts = provider.getConfig(SECTION);
        return new ReleaseTarget(
                Path.of(artifacts.getString("directory")).toAbsolutePath().normalize(),
                provider.getString("channel"),
                ArchitectureNames.canonical(provider.getString("arch")),
                Roles.read(artifacts.getConfig("roles")),
                provider);
    }

    /** The section of the artifacts endpoint. */
    Config section() {
        return provider.getConfig(SECTION);
    }

    /** For messages: the channel and the architecture. */
    String place() {
        return channel + "/" + arch;
    }
}
