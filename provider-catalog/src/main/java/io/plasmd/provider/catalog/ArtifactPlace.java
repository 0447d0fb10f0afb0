package io.plasmd.provider.catalog;

import io.plasmd.provider.release.ArchitectureNames;
import java.util.Optional;

/**
 * A directory of artifacts for a client: what a channel has for an architecture now, or what a kept release of it has.
 *
 * @param version of the release; empty for what the channel has, whichever release that is
 */
public record ArtifactPlace(String channel, String arch, Optional<String> version) {

    /** What a channel has now. */
    public static ArtifactPlace current(String channel, String arch) {
        return new ArtifactPlace(channel, arch, Optional.empty());
    }

    /** What one release has, for as long as it is kept. */
    public static ArtifactPlace release(String channel, String arch, String version) {
        return new ArtifactPlace(channel, arch, Optional.of(version));
    }

    /** Whether it is of a channel and an architecture, by whichever of its names. */
    boolean isOf(String otherChannel, String otherArch) {
        return channel.equals(otherChannel) && ArchitectureNames.of(arch).contains(otherArch);
    }

    /** Whether what is there never changes. */
    public boolean isRelease() {
        return version.isPresent();
    }

    @Override
    public String toString() {
        return version.map(named -> "releases/" + channel + "/" + arch + "/" + named)
                .orElseGet(() -> channel + "/" + arch);
    }
}
