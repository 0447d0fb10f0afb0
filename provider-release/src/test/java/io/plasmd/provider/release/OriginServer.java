package io.plasmd.provider.release;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A provider with one release, which can be told to lie. */
final class OriginServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");
    static final Duration LIFETIME = Duration.ofDays(30);

    final SigningKey key = SigningKey.generate();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final RoughServer server = new RoughServer(this::answer);

    OriginServer() throws IOException {}

    private void answer(RoughServer.Request request, RoughServer.Wire wire) throws IOException {
        byte[] content = answers.get(request.path());
        if (content == null) {
            wire.empty(404, "");
        } else {
            RoughServer.serve(content, request, wire);
        }
    }

    /** Publishes files with these contents, with a manifest made at a time. */
    Manifest publish(String version, Instant createdAt, Map<String, String> contents) {
        answers.clear();
        Map<String, Manifest.Content> files = new HashMap<>();
        contents.forEach((name, content) -> {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            files.put(name, new Manifest.Content(Digest.ofContent(bytes), bytes.length));
        });
        var manifest = new Manifest(
                version,
                Shop.CHANNEL,
                Shop.ARCH,
                createdAt,
                createdAt.plus(LIFETIME),
                new TreeMap<>(Manifest.artifacts(Shop.CHANNEL, Shop.ARCH, Shop.ROLES, files)),
                "origin");
        sign(manifest, key);
        manifest.artifacts().values().forEach(entry -> {
            byte[] bytes = contents.getOrDefault(entry.filename(), "").getBytes(StandardCharsets.UTF_8);
            answers.put(entry.path(), bytes);
            answers.put(entry.blob(), bytes);
        });
        return manifest;
    }

    Manifest publish(String version) {
        return publish(version, NOW, Shop.contents(version));
    }

    /** Serves a manifest at the places of its channel and architecture, and of the default ones. */
    void sign(Manifest manifest, SigningKey... keys) {
        byte[] bytes = SignedManifest.sign(manifest, List.of(keys)).bytes();
        answers.put("/stable/x86_64/manifest.json", bytes);
        answers.put("/manifest.json", bytes);
        if (keys.length > 0) {
            signSums(Sums.of(manifest), keys[0]);
        }
    }

    /** Serves a signature over sums. */
    void signSums(Sums sums, SigningKey by) {
        answers.put("/stable/x86_64/SHA256SUMS.sig", by.sign(sums));
    }

    /** Serves a manifest as somebody on the way has changed it. */
    void replaceManifest(byte[] bytes) {
        answers.put("/stable/x86_64/manifest.json", bytes.clone());
    }

    /** The manifest of the last release, signed, as it is served. */
    byte[] manifestBytes() {
        return answers.getOrDefault("/stable/x86_64/manifest.json", new byte[0]).clone();
    }

    /** Serves something else there. */
    void replace(String path, String content) {
        answers.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String path) {
        answers.remove(path);
    }

    URI uri(String path) {
        return server.uri(path);
    }

    Origin origin() throws ReleaseException {
        return Origin.of(uri("/").toString(), Shop.CHANNEL, Shop.ARCH);
    }

    /** How often a path was asked for. */
    long requests(String path) {
        return server.requests().stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
