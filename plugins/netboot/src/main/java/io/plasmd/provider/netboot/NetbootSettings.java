package io.plasmd.provider.netboot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.api.EndpointContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the plugin but profiles and groups.
 *
 * @param channel of profiles that name none
 * @param arch of machines that do not tell theirs
 */
record NetbootSettings(
        String channel,
        String arch,
        Optional<RulesFile> file,
        Duration reloadInterval,
        List<String> servers,
        int attempts,
        Duration pause,
        Action fallback,
        Templates templates,
        Paths paths) {
    private static final Pattern SERVER =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._-]*)+");
    private static final int MOST_ATTEMPTS = 100;

    /** Where what is answered. */
    record Paths(String machines, List<String> scripts, String grub, String pxelinux) {}

    static NetbootSettings read(EndpointContext context) {
        Config config = context.config();
        Config provider = context.provider().config();
        int attempts = config.getInt("attempts");
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw wrong(config, "attempts", "expected a number from 1 to " + MOST_ATTEMPTS);
        }
        return new NetbootSettings(
                provider.getString("channel"),
                provider.getString("arch"),
                file(config),
                config.getDuration("reload-interval"),
                servers(config),
                attempts,
                pause(config),
                Action.of(config.getString("fallback"))
                        .orElseThrow(() -> wrong(config, "fallback", "expected one of " + Action.expected())),
                templates(config),
                paths(config.getConfig("paths")));
    }

    /** Boot loaders count seconds. */
    private static Duration pause(Config config) {
        Duration pause = config.getDuration("pause");
        if (!pause.equals(Duration.ofSeconds(pause.toSeconds()))) {
            throw wrong(config, "pause", "expected whole seconds");
        }
        return pause;
    }

    private static Optional<RulesFile> file(Config config) {
        String file = config.getString("file");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw wrong(config, "file", "there is no such file, or no permission to read it");
        }
        return Optional.of(new RulesFile(path));
    }

    private static Templates templates(Config config) {
        String directory = config.getString("templates.directory");
        if (directory.isEmpty()) {
            return new Templates(null);
        }
        Path path = Path.of(directory).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw wrong(config, "templates.directory", "there is no such directory");
        }
        return new Templates(path);
    }

    private static List<String> servers(Config config) {
        List<String> servers = config.getStringList("servers").stream()
                .map(server -> server.endsWith("/") ? server.substring(0, server.length() - 1) : server)
                .toList();
        for (String server : servers) {
            if (!SERVER.matcher(server).matches()) {
                throw wrong(config, "servers", "\"" + server + "\" is none such as http://10.0.0.1:8080");
            }
        }
        return servers;
    }

    private static Paths paths(Config paths) {
        for (String key : List.of("machines", "grub", "pxelinux")) {
            checkPath(paths, key, paths.getString(key));
        }
        paths.getStringList("scripts").forEach(path -> checkPath(paths, "scripts", path));
        return new Paths(
                paths.getString("machines"),
                paths.getStringList("scripts"),
                paths.getString("grub"),
                paths.getString("pxelinux"));
    }

    private static void checkPath(Config paths, String key, String path) {
        if (!PATH.matcher(path).matches()) {
            throw wrong(paths, key, "\"" + path + "\" is no path such as /m");
        }
    }

    private static ConfigException wrong(Config config, String key, String expected) {
        ConfigValue value = config.getValue(key);
        return new ConfigException.BadValue(value.origin(), key, value.unwrapped() + ": " + expected);
    }
}
