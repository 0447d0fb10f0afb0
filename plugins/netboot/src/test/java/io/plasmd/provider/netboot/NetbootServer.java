package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;

/** A real server with releases, whose machines are told what to boot by a file. */
final class NetbootServer implements AutoCloseable {
    static final String MAC = "52:54:00:12:34:56";
    static final String DIRECTORY = "/m/52-54-00-12-34-56/";

    /** A machine that shows which release the plugin takes for the current one. */
    private static final String PROBE = """

            profiles { probe { channel = stable, arch = x86_64 } }
            groups { probe { match { mac = "02:00:00:00:00:01" }, priority = 1000, profile = probe } }
            """;

    private static final String SECTION = "provider.endpoints.netboot.";

    private final Path scratch;
    private final RunningProvider provider;

    /**
     * Starts.
     *
     * @param rules profiles and groups
     * @param more settings by key; those of the plugin without its section
     */
    private NetbootServer(Path scratch, String rules, Map<String, String> more) throws Exception {
        this.scratch = scratch;
        Files.createDirectories(artifacts());
        Files.createDirectories(templates());
        rules(rules);
        Map<String, String> settings = new HashMap<>(Map.of(
                "provider.endpoints.artifacts.directory", artifacts().toString(),
                "provider.endpoints.artifacts.scan-interval", "20ms",
                "provider.channel", "stable",
                "provider.arch", "x86_64",
                SECTION + "enabled", "true",
                SECTION + "file", rules().toString(),
                SECTION + "reload-interval", "1ms",
                SECTION + "templates.directory", templates().toString()));
        more.forEach((key, value) -> settings.put(key.startsWith("provider.") ? key : SECTION + key, value));
        provider = RunningProvider.start(settings);
    }

    static NetbootServer start(Path scratch, String rules, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new NetbootServer(scratch, rules, settings);
    }

    /** One with the profile {@code live} for all, and release 1 of kernel, initramfs and rootfs. */
    static NetbootServer ofOneProfile(Path scratch, String profile, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("default-profile", "live"));
        settings.addAll(List.of(more));
        NetbootServer server = start(scratch, "profiles { live { " + profile + " } }", settings.toArray(String[]::new));
        server.publish("1");
        return server;
    }

    Path artifacts() {
        return scratch.resolve("artifacts");
    }

    Path templates() {
        return scratch.resolve("templates");
    }

    Path rules() {
        return scratch.resolve("netboot.conf");
    }

    RunningProvider provider() {
        return provider;
    }

    void template(String name, String text) throws IOException {
        Path file = templates().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Publishes kernel, initramfs, rootfs and more, and waits until the server knows. */
    void publish(String version, String... more) throws Exception {
        List<String> names = new ArrayList<>(List.of("vmlinuz", "initrd.img", "rootfs.img"));
        names.addAll(List.of(more));
        List<PublishRequest.Source> sources = new ArrayList<>();
        for (String name : names) {
            Path file = scratch.resolve("build").resolve(version).resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content(name, version));
            sources.add(new PublishRequest.Source(name, file, Optional.empty()));
        }
        var roles = new Roles(Map.of(
                "kernel", List.of("vmlinuz"), "initramfs", List.of("initrd.img"), "rootfs", List.of("rootfs.img")));
        new Publisher(artifacts(), roles)
                .publish(
                        new PublishRequest("stable", "x86_64", Optional.of(version), sources, false, 5),
                        ProgressDisplay::none);
        Await.until(
                "release " + version + " is known",
                () -> text("/m/020000000001/boot.ipxe").contains("/releases/stable/x86_64/" + version + "/"));
    }

    static String content(String name, String version) {
        return name + " of " + version;
    }

    String base() {
        return "http://127.0.0.1:" + provider.port();
    }

    /** An answer that is 200. */
    String text(String path, String... headers) throws IOException {
        try (Response response = provider.get(path, headers)) {
            assertEquals(200, response.code(), path);
            assertEquals("no-store", response.header("Cache-Control"), path);
            return response.body().string();
        }
    }

    int status(String path) throws IOException {
        try (Response response = provider.get(path)) {
            assertEquals("no-store", response.header("Cache-Control"), path);
            return response.code();
        }
    }

    /** Puts another version of the rules in place. */
    void rules(String text) throws IOException {
        Path fresh = rules().resolveSibling("fresh.conf");
        Files.write(fresh, (text + PROBE).getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, rules(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        provider.close();
    }
}
