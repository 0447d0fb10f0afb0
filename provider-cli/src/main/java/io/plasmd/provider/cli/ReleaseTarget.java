package io.plasmd.provider.cli;

import com.typesafe.config.Config;
import io.plasmd.provider.release.ArchitectureNames;
import io.plasmd.provider.release.Origin;
import io.plasmd.provider.release.Place;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.StartException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command about releases works on, as configured.
 *
 * @param arch by the name that the kernel has for it
 * @param asked the channel and architecture as far as the command line names them
 * @param provider the section of the whole configuration
 */
record ReleaseTarget(Path artifacts, String channel, String arch, Place asked, Roles roles, Config provider) {
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
                new Place(
                        options.arguments().given(ConfigurationArguments.CHANNEL),
                        options.arguments().given(ConfigurationArguments.ARCH)),
                Roles.read(artifacts.getConfig("roles")),
                provider);
    }

    /** The section of the artifacts endpoint. */
    Config section() {
        return provider.getConfig(SECTION);
    }

    /** A provider as a person names it. */
    Origin origin(String url) throws ReleaseException {
        return Origin.of(url, channel, arch, asked);
    }

    /** For messages: the channel and the architecture. */
    String place() {
        return channel + "/" + arch;
    }
}
