package io.plasmd.provider.health;

import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.server.Await;
import io.plasmd.provider.server.RunningProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import okhttp3.Response;

/** A real server with an artifacts directory of its own. */
final class BootServer implements AutoCloseable {
    private static final String[] BROWSER = {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    };

    private final Path scratch = Files.createTempDirectory("status-page-test");
    private final RunningProvider provider;

    BootServer(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "provider.name", "rack-7",
                "provider.channel", "stable",
                "provider.arch", "x86_64",
                "provider.endpoints.artifacts.directory", root().toString(),
                "provider.endpoints.artifacts.scan-interval", "20ms"));
        settings.putAll(more);
        Files.createDirectories(root());
        provider = RunningProvider.start(settings);
    }

    RunningProvider provider() {
        return provider;
    }

    Path root() {
        return scratch.resolve("artifacts");
    }

    /** Puts a file in place as it would be some time after it was written, with a size and random content. */
    void put(String path, int size, long ageSeconds) throws IOException {
        Path file = root().resolve(path);
        Files.createDirectories(file.getParent());
        byte[] content = new byte[size];
        new SplittableRandom(size).nextBytes(content);
        Path fresh = file.resolveSibling(".fresh");
        Files.write(fresh, content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minusSeconds(ageSeconds)));
        Files.move(fresh, file);
    }

    /** A file that has its size and takes no room: for downloads and digests that go on for long. */
    void putSparse(String path, long size) throws IOException {
        Path file = root().resolve(path);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(".fresh");
        try (var channel = Files.newByteChannel(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(size - 1).write(ByteBuffer.allocate(1));
        }
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minusSeconds(3600)));
        Files.move(fresh, file);
    }

    /** Publishes files of random content as a release, as the command does it. */
    void publish(String channel, String version, Map<String, Integer> sizes) throws Exception {
        Path directory = Files.createDirectories(scratch.resolve(version));
        List<PublishRequest.Source> sources = new ArrayList<>();
        for (Map.Entry<String, Integer> file : sizes.entrySet()) {
            byte[] content = new byte[file.getValue()];
            new SplittableRandom(file.getValue()).nextBytes(content);
            Path path = Files.write(directory.resolve(file.getKey()), content);
            sources.add(new PublishRequest.Source(file.getKey(), path, Optional.empty()));
        }
        Roles roles = new Roles(Map.of("kernel", List.of("vmlinuz"), "initramfs", List.of(), "rootfs", List.of()));
        new Publisher(root(), roles)
                .publish(
                        new PublishRequest(channel, "x86_64", Optional.of(version), sources, false, 5),
                        ProgressDisplay::none);
    }

    Response page() throws IOException {
        return provider.get("/", BROWSER);
    }

    String html() throws IOException {
        try (Response response = page()) {
            return response.body().string();
        }
    }

    void awaitOnPage(String text) throws Exception {
        Await.until("the page has " + text, () -> html().contains(text));
    }

    @Override
    public void close() throws IOException {
        provider.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
