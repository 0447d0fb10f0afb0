package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.plasmd.provider.server.configuration.Origins;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The defaults of the host and of the endpoints on its class path: their {@code reference.conf} files. */
final class HostReference {
    /**
     * The system property with the path of a file that has all of them, without comments. An install has one beside its
     * start-up cache, for to find them in its jar takes 15 ms, most of them to read the jar's directory.
     */
    private static final String PROPERTY = "provider.defaults";

    private HostReference() {}

    /**
     * Reads all of them.
     *
     * <p>Not by {@link ConfigFactory#parseResources}, which asks each for its media type and so loads Java's table of
     * all media types, and then reads each comment word for word: together a tenth of the start.
     */
    static Config read() {
        @Nullable String file = System.getProperty(PROPERTY);
        try {
            return ConfigFactory.parseString(
                    file == null ? withoutComments() : Files.readString(Path.of(file)),
                    ConfigParseOptions.defaults().setOriginDescription(Origins.HOST_REFERENCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutComments() throws IOException {
        var text = new StringBuilder();
        for (URL resource :
                Collections.list(HostReference.class.getClassLoader().getResources("reference.conf"))) {
            try (var in = new BufferedReader(new InputStreamReader(resource.openStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (!line.isBlank() && line.stripLeading().charAt(0) != '#') {
                        text.append(line).append('\n');
                    }
                }
            }
        }
        return text.toString();
    }
}
