package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The releases that are kept below an artifacts directory. Only looks; any number may look at once, beside a publisher. */
public final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final Comparator<Release> NEWEST_FIRST = Comparator.<Release, java.time.Instant>comparing(
                    release -> release.record().createdAt())
            .thenComparing(Release::version, Versions.ORDER)
            .reversed();

    private final StoreLayout layout;

    /** Those below an artifacts directory, which need not exist. */
    public Releases(Path artifacts) {
        this(new StoreLayout(artifacts));
    }

    Releases(StoreLayout layout) {
        this.layout = layout;
    }

    /** All of them, by channel and architecture, the newest first. */
    public List<Release> all() {
        List<Release> all = new ArrayList<>();
        for (Path channel : children(layout.releases())) {
            for (Path arch : children(channel)) {
                all.addAll(
                        of(channel.getFileName().toString(), arch.getFileName().toString()));
            }
        }
        return all;
    }

    /** Those of one architecture of a channel, the newest first. One that never became current is none. */
    public List<Release> of(String channel, String arch) {
        List<Release> releases = new ArrayList<>();
        Optional<Path> current = currentDirectory(channel, arch);
        for (Path directory : children(layout.kept(channel, arch))) {
            boolean isCurrent = current.isPresent()
                    && current.get().equals(directory.toAbsolutePath().normalize());
            if (isCurrent || Files.exists(directory.resolve(StoreLayout.PUBLISHED))) {
                read(directory, isCurrent).ifPresent(releases::add);
            }
        }
        releases.sort(NEWEST_FIRST);
        return releases;
    }

    /** The one that clients get; empty also where the files of that architecture were put there by hand. */
    public Optional<Release> current(String channel, String arch) {
        return currentDirectory(channel, arch).flatMap(directory -> read(directory, true));
    }

    private Optional<Path> currentDirectory(String channel, String arch) {
        try {
            Path target = layout.current(channel, arch).toRealPath();
            Path kept = layout.kept(channel, arch).toRealPath();
            return target.startsWith(kept) && target.getNameCount() == kept.getNameCount() + 1
                    ? Optional.of(layout.kept(channel, arch)
                            .resolve(target.getFileName())
                            .toAbsolutePath()
                            .normalize())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Release> read(Path directory, boolean isCurrent) {
        try {
            return Optional.of(new Release(RecordJson.read(directory), directory, isCurrent));
        } catch (IOException e) {
            // Removed while it was looked at; or damaged, which its owner may mend.
            if (Files.isDirectory(directory)) {
                LOG.debug("{} is no release", directory, e);
            }
            return Optional.empty();
        }
    }

    /** What is in a directory, but for names with a dot in front; nothing where it cannot be read. */
    static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (Names.isSegment(child.getFileName().toString())) {
                    children.add(child);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
