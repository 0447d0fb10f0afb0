package io.plasmd.provider.server;

import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.io.IOException;
import java.nio.file.Path;

/** Where endpoints write. */
interface EndpointData {
    /** The directory of an endpoint, be it there or not. */
    Path of(LoadedEndpoint endpoint);

    /** Whether what is written there goes afterwards. */
    default boolean isTrial() {
        return false;
    }

    /**
     * Makes it, where it is missing.
     *
     * @throws com.typesafe.config.ConfigException where somebody else may have written what is there
     * @throws IOException where it cannot be made or looked at
     */
    void make(LoadedEndpoint endpoint) throws IOException;
}
