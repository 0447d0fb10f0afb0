package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Names;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param name a role or a file name
 */
record ArtifactPath(String channel, String arch, String name) {

    /**
     * Reads a decoded request path.
     *
     * @return empty where no artifact can be there
     */
    static Optional<ArtifactPath> parse(String path, ArtifactsSettings settings) {
        String[] segments = path.substring(1).split("/", -1);
        for (String segment : segments) {
            if (!Names.isSegment(segment)) {
                return Optional.empty();
            }
        }
        return switch (segments.length) {
            case 1 -> shorthand(segments[0], settings);
            case 3 -> Optional.of(new ArtifactPath(segments[0], segments[1], segments[2]));
            default -> Optional.empty();
        };
    }

    /** {@code /kernel}: the role, of the default channel and architecture. */
    private static Optional<ArtifactPath> shorthand(String name, ArtifactsSettings settings) {
        return settings.roles().names().contains(name)
                ? Optional.of(new ArtifactPath(settings.channel(), settings.arch(), name))
                : Optional.empty();
    }

    ArtifactPath withName(String other) {
        return new ArtifactPath(channel, arch, other);
    }
}
