package io.plasmd.provider.server.plugin;

import com.typesafe.config.Config;
import io.plasmd.provider.api.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that has gone through the phase load.
 *
 * @param name its name, asked once
 * @param source where it came from, for people
 * @param loader its class loader, and its context class loader in every phase
 * @param reference the defaults that its jar brings; empty for a bundled one, whose defaults the host reads
 */
public record LoadedEndpoint(Endpoint endpoint, String name, String source, ClassLoader loader, Config reference) {
    public static final String BUNDLED = "bundled";

    public String section() {
        return "provider.endpoints." + name;
    }

    /** How messages speak of it. */
    public String label() {
        return isBundled() ? "endpoint " + name : "plugin " + source;
    }

    /**
     * As the manifest of its jar has it; null where it has none.
     *
     * @param ofProduct that of the bundled ones
     */
    @Nullable
    public String version(String ofProduct) {
        // The jar of the bundled ones says what it is made of, not which version the product has.
        return isBundled() ? ofProduct : endpoint.getClass().getPackage().getImplementationVersion();
    }

    public boolean isBundled() {
        return source.equals(BUNDLED);
    }

    public boolean takesAnyKey() {
        return !isBundled() && !reference.hasPath(section());
    }
}
