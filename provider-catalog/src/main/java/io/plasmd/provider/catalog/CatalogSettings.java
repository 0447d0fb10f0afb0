package io.plasmd.provider.catalog;

import com.typesafe.config.Config;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.Roles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the artifacts are, and where.
 *
 * @param directory as {@code <channel>/<arch>/<file>}
 * @param ignoreCase whether a name that is not found is looked for without case
 * @param names how many names it may have
 * @param uploadRest how long a file that is written in place has to rest before it is digested
 * @param memory where digests and manifests are remembered: {@code <data>/state/<endpoint>}
 * @param earlierMemory where they were up to 0.1.0
 */
public record CatalogSettings(
        Path directory,
        Roles roles,
        boolean ignoreCase,
        Duration scanInterval,
        Names names,
        int digestThreads,
        Duration uploadRest,
        ManifestSettings manifest,
        Path memory,
        Path earlierMemory) {
    private static final Duration SHORTEST_SCAN_INTERVAL = Duration.ofMillis(10);

    /** How many names one directory may have, one architecture of a channel with all directories, and all together. */
    public record Names(int perDirectory, int perArchitecture, int inAll) {}

    /** Those of the endpoint. */
    public static CatalogSettings read(EndpointContext context) {
        Config config = context.config();
        int threads = SettingValues.atLeast(0, config, "digest.threads");
        Path memory = context.dataDirectory().toAbsolutePath();
        return new CatalogSettings(
                directory(config),
                Roles.read(config.getConfig("roles")),
                config.getBoolean("ignore-case"),
                scanInterval(config),
                new Names(
                        SettingValues.atLeast(1, config, "names.per-directory"),
                        SettingValues.atLeast(1, config, "names.per-architecture"),
                        SettingValues.atLeast(1, config, "names.in-all")),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                uploadRest(config),
                ManifestSettings.read(context),
                memory,
                earlierMemory(memory));
    }

    /** By where it is now, {@code <data>/state/artifacts}: for a trial start that is another place, out of which nothing comes. */
    private static Path earlierMemory(Path memory) {
        return memory.resolveSibling(Path.of("..", "artifacts")).normalize();
    }

    private static Path directory(Config config) {
        String key = "directory";
        String value = config.getString(key);
        try {
            Path directory = Path.of(value).toAbsolutePath().normalize();
            // Not there yet is no mistake: a disk may come after the service, and clients are told to wait for it.
            // One on a file server is not asked: the start is not to wait for that.
            if (!RemoteMounts.isRemote(directory) && Files.exists(directory) && !Files.isDirectory(directory)) {
                throw SettingValues.wrong(config, key, "this is no directory. Name one with --artifacts");
            }
            return directory;
        } catch (InvalidPathException e) {
            throw SettingValues.wrong(config, key, "this cannot be the name of a directory");
        }
    }

    private static Duration uploadRest(Config config) {
        Duration rest = config.getDuration("digest.upload-rest");
        if (rest.isNegative()) {
            throw SettingValues.wrong(config, "digest.upload-rest", "expected 0s or more");
        }
        return rest;
    }

    private static Duration scanInterval(Config config) {
        Duration interval = config.getDuration("scan-interval");
        if (interval.compareTo(SHORTEST_SCAN_INTERVAL) < 0) {
            throw SettingValues.wrong(config, "scan-interval", "expected 10ms or more");
        }
        return interval;
    }
}
