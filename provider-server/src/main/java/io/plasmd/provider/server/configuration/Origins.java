package io.plasmd.provider.server.configuration;

import com.typesafe.config.ConfigOrigin;
import java.net.URL;

/** Says where a configuration value came from. */
public final class Origins {
    static final String DEFAULT = "default";

    /** What the host's own file of defaults calls itself; the defaults of plugins have a URL. */
    public static final String HOST_REFERENCE = "reference.conf";

    private Origins() {}

    /** The origin as the command config names it. */
    public static String describe(ConfigOrigin origin) {
        if (origin.filename() == null
                && (origin.url() != null || origin.description().startsWith(HOST_REFERENCE))) {
            return DEFAULT;
        }
        String file = origin.filename();
        if (file == null) {
            return origin.description();
        }
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }

    /** Where a person has to look: also inside a jar. */
    public static String place(ConfigOrigin origin) {
        URL url = origin.url();
        if (origin.filename() != null || url == null) {
            return describe(origin);
        }
        String inJar = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        return origin.lineNumber() > 0 ? inJar + ":" + origin.lineNumber() : inJar;
    }
}
