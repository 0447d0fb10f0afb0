package io.plasmd.provider.server;

import com.typesafe.config.Config;
import io.plasmd.provider.api.Endpoint;

/**
 * An endpoint that has gone through the phase load.
 *
 * @param name its name, asked once
 * @param source where it came from, for people
 * @param loader its class loader, and its context class loader in every phase
 * @param reference the defaults that its jar brings; empty for a bundled one, whose defaults the host reads
 */
record LoadedEndpoint(Endpoint endpoint, String name, String source, ClassLoader loader, Config reference) {
    static final String BUNDLED = "bundled";

    String section() {
        return "provider.endpoints." + name;
    }

    /** How messages speak of it. */
    String label() {
        return isBundled() ? "endpoint " + name : "plugin " + source;
    }

    boolean isBundled() {
        return source.equals(BUNDLED);
    }

    boolean takesAnyKey() {
        return !isBundled() && !reference.hasPath(section());
    }
}
