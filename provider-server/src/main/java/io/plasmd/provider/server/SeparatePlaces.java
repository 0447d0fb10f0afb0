package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.server.configuration.Origins;
import io.plasmd.provider.server.configuration.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server writes, and what it must keep to itself, does not lie below the artifacts directory, where anybody may
 * fetch it, and where it would describe and write its own files without end; nor the artifacts where it writes.
 */
final class SeparatePlaces {
    private static final Logger LOG = LoggerFactory.getLogger(SeparatePlaces.class);
    private static final String ARTIFACTS = "provider.endpoints.artifacts.directory";
    private static final String DATA = "provider.data";
    private static final String ACCESS_LOG = "provider.log.access.target";
    private static final String TLS_KEY = "provider.http.tls.key";
    private static final String SIGNING_KEYS = "provider.endpoints.artifacts.manifest.signing-keys";

    private final Config config;
    private final Path artifacts;
    private final List<Problem> problems = new ArrayList<>();

    private SeparatePlaces(Config config, Path artifacts) {
        this.config = config;
        this.artifacts = artifacts;
    }

    /** By what the names really stand for, now. */
    static List<Problem> problems(Config config) {
        if (!config.hasPath(ARTIFACTS)) {
            // Nothing here serves any.
            return List.of();
        }
        Path artifacts = path(config.getString(ARTIFACTS));
        if (artifacts == null) {
            // The endpoint says so.
            return List.of();
        }
        Callable<List<Problem>> look = () -> {
            var places = new SeparatePlaces(config, artifacts);
            places.look();
            return places.problems;
        };
        return InTime.call(RemoteMounts.isRemote(artifacts), look).orElseGet(() -> {
            LOG.warn(
                    "the file system of {} does not answer, so it cannot be told whether what is to be kept from clients"
                            + " lies in it ({}, the access log, private keys)",
                    artifacts,
                    DATA);
            return List.of();
        });
    }

    private void look() {
        ConfigValue data = config.getValue(DATA);
        requireOutside(DATA, data, "such as /var/lib/provider beside /srv/boot, with --data and --artifacts");
        Path path = path(config.getString(DATA));
        if (path != null && isIn(artifacts, path.resolve(DataDirectory.STATE))) {
            ConfigValue directory = config.getValue(ARTIFACTS);
            problems.add(Problem.at(
                    directory.origin(),
                    ARTIFACTS + " = \"" + directory.unwrapped() + "\": it lies in " + path.resolve(DataDirectory.STATE)
                            + ", where the server keeps what it remembers (" + said(DATA, data)
                            + "). Put the artifacts elsewhere, with --artifacts"));
        }
        String log = config.getString(ACCESS_LOG);
        if (!log.equals(AccessLog.OFF) && !log.equals(AccessLog.STDERR)) {
            requireOutside(ACCESS_LOG, config.getValue(ACCESS_LOG), "such as /var/log/provider/access.log");
        }
        if (!config.getString(TLS_KEY).isEmpty()) {
            requireOutside(TLS_KEY, config.getValue(TLS_KEY), "such as /etc/provider");
        }
        if (config.hasPath(SIGNING_KEYS)) {
            config.getList(SIGNING_KEYS).forEach(key -> requireOutside(SIGNING_KEYS, key, "such as /etc/provider"));
        }
    }

    private void requireOutside(String key, ConfigValue value, String example) {
        Path path = path(String.valueOf(value.unwrapped()));
        if (path != null && isIn(path, artifacts)) {
            problems.add(Problem.at(
                    value.origin(),
                    key + " = \"" + value.unwrapped() + "\": it lies in the artifacts directory, where clients could"
                            + " fetch it (" + said(ARTIFACTS, config.getValue(ARTIFACTS))
                            + "). Choose a place outside, "
                            + example));
        }
    }

    private static String said(String key, ConfigValue value) {
        return key + " = \"" + value.unwrapped() + "\", " + Origins.place(value.origin());
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Whether one is the other, or lies below it. By the file system where it can tell: a mount has two names. */
    static boolean isIn(Path inner, Path outer) {
        Path real = real(outer);
        for (Path above = real(inner); above != null; above = above.getParent()) {
            if (above.equals(real) || isSame(above, real)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Without links, as far as it is there. */
    private static Path real(Path path) {
        for (Path there = path; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(path)).normalize();
            } catch (IOException e) {
                // Not there yet: what is above it counts.
            }
        }
        return path;
    }
}
