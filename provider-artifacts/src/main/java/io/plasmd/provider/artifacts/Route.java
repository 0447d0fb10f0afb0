package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.ArtifactPlace;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a request path leads to. */
sealed interface Route {

    /** An artifact, or one of the files about it. */
    record ToArtifact(ArtifactPath path) implements Route {}

    /** The manifest of what a place has. */
    record ToManifest(ArtifactPlace place) implements Route {}

    /** An artifact by its digest. */
    record ToBlob(ArtifactPath path, Digest digest) implements Route {}

    /**
     * The list of the releases that are kept.
     *
     * @param of what channel and architecture; empty for all
     */
    record ToReleases(Optional<ArtifactPlace> of) implements Route {}

    /**
     * Reads a decoded request path.
     *
     * @return empty where nothing can be there
     */
    static Optional<Route> parse(String path, ArtifactsSettings settings) {
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        if (segments.getFirst().equals(Names.RELEASES)) {
            return ofReleases(segments.subList(1, segments.size()));
        }
        if (!areNames(segments)) {
            return Optional.empty();
        }
        if (segments.getFirst().equals(Names.BLOBS)) {
            return ofBlobs(segments);
        }
        return switch (segments.size()) {
            case 1 -> shorthand(segments.getFirst(), settings);
            case 2 -> Optional.empty();
            default ->
                in(ArtifactPlace.current(segments.get(0), segments.get(1)), segments.subList(2, segments.size()));
        };
    }

    /**
     * What another endpoint says that a place has.
     *
     * @param name that may come from a client
     * @return empty where nothing can be there
     */
    static Optional<Route> of(ArtifactPlace place, String name) {
        List<String> levels = Arrays.asList(name.split("/", -1));
        boolean canBe = Names.isChannel(place.channel())
                && Names.isSegment(place.arch())
                && place.version().stream().allMatch(Names::isVersion)
                && areNames(levels);
        return canBe ? in(place, levels) : Optional.empty();
    }

    private static boolean areNames(List<String> segments) {
        return segments.stream().allMatch(Names::isSegment);
    }

    /** {@code /kernel}, {@code /manifest.json}: of the default channel and architecture. */
    private static Optional<Route> shorthand(String name, ArtifactsSettings settings) {
        return name.equals(Names.MANIFEST) || settings.roles().names().contains(name)
                ? Optional.of(in(ArtifactPlace.current(settings.channel(), settings.arch()), name))
                : Optional.empty();
    }

    /** Lists have a slash at their end, being directories, and may go without. */
    private static Optional<Route> ofReleases(List<String> segments) {
        boolean isDirectory = !segments.isEmpty() && segments.getLast().isEmpty();
        List<String> names = isDirectory ? segments.subList(0, segments.size() - 1) : segments;
        if (!areNames(names)) {
            return Optional.empty();
        }
        return switch (names.size()) {
            case 0 -> Optional.of(new ToReleases(Optional.empty()));
            case 2 -> Optional.of(new ToReleases(Optional.of(ArtifactPlace.current(names.get(0), names.get(1)))));
            case 1, 3 -> Optional.empty();
            default ->
                isDirectory || !Names.isVersion(names.get(2))
                        ? Optional.empty()
                        : in(
                                ArtifactPlace.release(names.get(0), names.get(1), names.get(2)),
                                names.subList(3, names.size()));
        };
    }

    private static Optional<Route> ofBlobs(List<String> segments) {
        if (segments.size() != 3 || !segments.get(1).equals("sha256")) {
            return Optional.empty();
        }
        var path = new ArtifactPath(ArtifactPlace.current(segments.get(0), segments.get(1)), segments.get(2));
        return Digest.parseHex(segments.get(2)).map(digest -> new ToBlob(path, digest));
    }

    /** The last part of the path is a name, maybe one behind directories. */
    private static Optional<Route> in(ArtifactPlace place, List<String> levels) {
        if (levels.size() > Names.MOST_DIRECTORIES + 1) {
            return Optional.empty();
        }
        String name = levels.size() == 1 ? levels.getFirst() : String.join("/", levels);
        return Optional.of(in(place, name));
    }

    /** Something that a place has by a name, which may have directories. */
    private static Route in(ArtifactPlace place, String name) {
        return name.equals(Names.MANIFEST) ? new ToManifest(place) : new ToArtifact(new ArtifactPath(place, name));
    }
}
