package io.plasmd.provider.server;

import com.typesafe.config.ConfigOrigin;

/** Says where a configuration value came from. */
final class Origins {
    static final String DEFAULT = "default";

    private Origins() {}

    static String describe(ConfigOrigin origin) {
        String file = origin.filename();
        if (file != null) {
            return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
        }
        return isReference(origin) ? DEFAULT : origin.description();
    }

    private static boolean isReference(ConfigOrigin origin) {
        return origin.resource() != null || origin.url() != null;
    }
}
