package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** The defaults of the host and of the endpoints on its class path: their {@code reference.conf} files. */
final class HostReference {
    private HostReference() {}

    /**
     * Reads all of them.
     *
     * <p>Not by {@link ConfigFactory#parseResources}, which asks each for its media type and so loads Java's table of
     * all media types, and then reads each comment word for word: together a tenth of the start.
     */
    static Config read() {
        var options = ConfigParseOptions.defaults().setOriginDescription(Origins.HOST_REFERENCE);
        Config all = ConfigFactory.empty();
        try {
            for (URL resource :
                    Collections.list(HostReference.class.getClassLoader().getResources("reference.conf"))) {
                all = all.withFallback(ConfigFactory.parseString(withoutComments(resource), options));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutComments(URL resource) throws IOException {
        var text = new StringBuilder();
        try (var in = new BufferedReader(new InputStreamReader(resource.openStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank() && line.stripLeading().charAt(0) != '#') {
                    text.append(line).append('\n');
                }
            }
        }
        return text.toString();
    }
}
