package io.plasmd.provider.catalog;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.SigningKey;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How manifests are made.
 *
 * @param keys each signs; none leaves them unsigned
 * @param lifetime in whole seconds
 * @param bestBefore whether the sums of channels say until when they may be believed
 * @param provider the name of this server
 */
public record ManifestSettings(List<SigningKey> keys, Duration lifetime, boolean bestBefore, String provider) {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestSettings.class);
    private static final String EXPECTED =
            ". Name an Ed25519 private key in PEM that the server's user can read;" + " provider keygen makes one.";
    private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);

    /** Half of it has to be left at the end of the day before: sums are renewed then. */
    private static final Duration SHORTEST_WITH_DATE = Duration.ofDays(2);

    public static ManifestSettings read(EndpointContext context) {
        Config config = context.config().getConfig("manifest");
        Duration lifetime = config.getDuration("lifetime");
        if (lifetime.compareTo(SHORTEST_LIFETIME) < 0) {
            throw wrong(
                    config.getValue("lifetime").origin(),
                    "lifetime",
                    config.getString("lifetime"),
                    "expected 1m or more");
        }
        boolean bestBefore = config.getBoolean("best-before");
        if (bestBefore && lifetime.compareTo(SHORTEST_WITH_DATE) < 0) {
            throw wrong(
                    config.getValue("lifetime").origin(),
                    "lifetime",
                    config.getString("lifetime"),
                    "expected 2d or more with manifest.best-before = true, which has a date and no time of the day");
        }
        return new ManifestSettings(
                keys(config),
                Duration.ofSeconds(lifetime.toSeconds()),
                bestBefore,
                context.provider().name());
    }

    private static List<SigningKey> keys(Config config) {
        List<SigningKey> keys = new ArrayList<>();
        for (ConfigValue element : config.getList("signing-keys")) {
            String file = String.valueOf(element.unwrapped());
            SigningKey key = key(element, file);
            if (keys.stream()
                    .anyMatch(other -> other.trusted().id().equals(key.trusted().id()))) {
                throw wrong(element.origin(), "signing-keys", file, "this key is named twice; one signature is enough");
            }
            warnIfOthersCanRead(Path.of(file));
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    private static SigningKey key(ConfigValue element, String file) {
        try {
            return SigningKey.read(Path.of(file));
        } catch (ReleaseException e) {
            throw wrong(element.origin(), "signing-keys", file, e.getMessage() + EXPECTED);
        } catch (InvalidPathException e) {
            throw wrong(element.origin(), "signing-keys", file, "this cannot be the name of a file" + EXPECTED);
        }
    }

    private static void warnIfOthersCanRead(Path file) {
        try {
            if (FileState.at(file).othersCanRead()) {
                LOG.warn("others can read the private key {}; to mend that: chmod 600 {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("cannot tell who can read {}", file, e);
        }
    }

    private static ConfigException wrong(ConfigOrigin origin, String key, String value, String expected) {
        return new ConfigException.Generic(
                origin.description() + ": manifest." + key + " = \"" + value + "\": " + expected);
    }
}
