package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import java.util.Optional;

/** What a request path leads to. */
sealed interface Route {

    /** An artifact, or one of the files about it. */
    record ToArtifact(ArtifactPath path) implements Route {}

    /** The manifest of one architecture of a channel. */
    record ToManifest(String channel, String arch) implements Route {}

    /** An artifact by its digest. */
    record ToBlob(ArtifactPath path, Digest digest) implements Route {}

    /**
     * Reads a decoded request path.
     *
     * @return empty where nothing can be there
     */
    static Optional<Route> parse(String path, ArtifactsSettings settings) {
        String[] segments = path.substring(1).split("/", -1);
        for (String segment : segments) {
            if (!Names.isSegment(segment)) {
                return Optional.empty();
            }
        }
        return switch (segments.length) {
            case 1 -> shorthand(segments[0], settings);
            case 3 -> Optional.of(of(segments));
            default -> Optional.empty();
        };
    }

    /** {@code /kernel}, {@code /manifest.json}: of the default channel and architecture. */
    private static Optional<Route> shorthand(String name, ArtifactsSettings settings) {
        if (name.equals(Names.MANIFEST)) {
            return Optional.of(new ToManifest(settings.channel(), settings.arch()));
        }
        return settings.roles().names().contains(name)
                ? Optional.of(new ToArtifact(new ArtifactPath(settings.channel(), settings.arch(), name)))
                : Optional.empty();
    }

    private static Route of(String[] segments) {
        if (segments[2].equals(Names.MANIFEST)) {
            return new ToManifest(segments[0], segments[1]);
        }
        var path = new ArtifactPath(segments[0], segments[1], segments[2]);
        Optional<Digest> digest = segments[0].equals("blobs") && segments[1].equals("sha256")
                ? Digest.parseHex(segments[2])
                : Optional.empty();
        return digest.<Route>map(d -> new ToBlob(path, d)).orElseGet(() -> new ToArtifact(path));
    }
}
