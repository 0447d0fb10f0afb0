package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Roles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of this endpoint, read once. */
record ArtifactsSettings(
        Path directory,
        String channel,
        String arch,
        Roles roles,
        Duration scanInterval,
        int digestThreads,
        Duration uploadRest,
        int maxRanges,
        Transfer transfer,
        DownloadLimits downloads,
        SpeedLimits speed,
        PacingSettings pacing) {
    private static final Duration SHORTEST_SCAN_INTERVAL = Duration.ofMillis(10);

    static ArtifactsSettings read(EndpointContext context) {
        Config config = context.config();
        Config provider = context.provider().config();
        int threads = atLeast(0, config, "digest.threads");
        return new ArtifactsSettings(
                directory(config),
                segment(provider, "channel"),
                segment(provider, "arch"),
                Roles.read(config.getConfig("roles")),
                scanInterval(config),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                uploadRest(config),
                atLeast(1, provider, "limits.max-ranges"),
                transfer(config),
                DownloadLimits.read(context),
                SpeedLimits.read(context),
                PacingSettings.read(context));
    }

    private static Path directory(Config config) {
        String key = "directory";
        String value = config.getString(key);
        try {
            Path directory = Path.of(value).toAbsolutePath().normalize();
            // Not there yet is no mistake: a disk may come after the service, and clients are told to wait for it.
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw wrong(config, key, "this is no directory. Name one with --artifacts");
            }
            return directory;
        } catch (InvalidPathException e) {
            throw wrong(config, key, "this cannot be the name of a directory");
        }
    }

    private static String segment(Config config, String key) {
        String value = config.getString(key);
        if (!Names.isSegment(value)) {
            throw wrong(
                    config, key, "expected the name of a directory: not empty, without /, not beginning with a dot");
        }
        return value;
    }

    private static Duration scanInterval(Config config) {
        Duration interval = config.getDuration("scan-interval");
        if (interval.compareTo(SHORTEST_SCAN_INTERVAL) < 0) {
            throw wrong(config, "scan-interval", "expected 10ms or more");
        }
        return interval;
    }

    private static Duration uploadRest(Config config) {
        Duration rest = config.getDuration("digest.upload-rest");
        if (rest.isNegative()) {
            throw wrong(config, "digest.upload-rest", "expected 0s or more");
        }
        return rest;
    }

    private static Transfer transfer(Config config) {
        return switch (config.getString("transfer")) {
            case "copy" -> Transfer.COPY;
            case "mapped" -> Transfer.MAPPED;
            default -> throw wrong(config, "transfer", "expected copy or mapped");
        };
    }

    static int atLeast(int min, Config config, String key) {
        int value = config.getInt(key);
        if (value < min) {
            throw wrong(config, key, "expected " + min + " or more");
        }
        return value;
    }

    static ConfigException wrong(Config config, String key, String expected) {
        var value = config.getValue(key);
        return new ConfigException.Generic(
                value.origin().description() + ": " + key + " = \"" + value.unwrapped() + "\": " + expected);
    }
}
