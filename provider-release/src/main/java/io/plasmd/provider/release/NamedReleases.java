package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Kept releases by the names that clients have for them, of which nothing need be true. */
public final class NamedReleases {
    private final Releases releases;
    private final StoreLayout layout;

    public NamedReleases(Releases releases) {
        this.releases = releases;
        this.layout = releases.layout();
    }

    /** Where one is, if it is kept. */
    public Path directory(String channel, String arch, String version) {
        return layout.release(channel, arch, version);
    }

    /** Whether somebody is fetching one that is not here yet. */
    public boolean isComing(String channel, String arch, String version) {
        return ComingMark.isMade(layout, channel, arch, version);
    }

    /**
     * The release in a directory that is there.
     *
     * @param directory without symbolic links
     * @throws ReleaseException where clients cannot have it: it is not published yet, or what is known of it is damaged
     */
    public Release require(Path directory) throws ReleaseException {
        Path kept = Objects.requireNonNull(directory.getParent(), "where releases are kept");
        String version = Disk.name(directory);
        String arch = Disk.name(kept);
        String channel = Disk.name(Objects.requireNonNull(kept.getParent(), "of a channel"));
        if (!isPublished(directory)) {
            throw new ReleaseException("release " + version + " is being published");
        }
        return releases.read(directory, isCurrent(directory))
                .filter(release -> release.version().equals(version)
                        && release.record().channel().equals(channel)
                        && release.record().arch().equals(arch))
                .orElseThrow(() -> new ReleaseException("release " + version + " is damaged: its record is not right"));
    }

    /** Whether clients can get, or could, what is in a directory. */
    public boolean isPublished(Path directory) {
        return Files.exists(directory.resolve(StoreLayout.PUBLISHED)) || isCurrent(directory);
    }

    private boolean isCurrent(Path directory) {
        Path kept = Objects.requireNonNull(directory.getParent(), "where releases are kept");
        return releases.currentDirectory(
                        Disk.name(Objects.requireNonNull(kept.getParent(), "of a channel")), Disk.name(kept))
                .flatMap(NamedReleases::real)
                .filter(directory::equals)
                .isPresent();
    }

    /** The artifacts directory itself may be a link. */
    private static Optional<Path> real(Path directory) {
        try {
            return Optional.of(directory.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
