package io.plasmd.provider.server;

import com.typesafe.config.ConfigOrigin;
import java.net.URL;

/** Says where a configuration value came from. */
final class Origins {
    static final String DEFAULT = "default";

    private Origins() {}

    static String describe(ConfigOrigin origin) {
        String file = origin.filename();
        // A resource has a file name too where the class path is a directory.
        if (file != null && origin.resource() == null) {
            return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
        }
        return isReference(origin) ? DEFAULT : origin.description();
    }

    /** Where a person has to look: also inside a jar. */
    static String place(ConfigOrigin origin) {
        URL url = origin.url();
        if (origin.filename() != null || url == null) {
            return describe(origin);
        }
        String inJar = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        return origin.lineNumber() > 0 ? inJar + ":" + origin.lineNumber() : inJar;
    }

    private static boolean isReference(ConfigOrigin origin) {
        return origin.resource() != null || origin.url() != null;
    }
}
