package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The releases that are kept below an artifacts directory. Only looks; any number may look at once, beside a publisher. */
public final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final StoreLayout layout;
    private final ReadRecords records = new ReadRecords();
    private final FetchedManifests fetched = new FetchedManifests();
    private final LinkedFiles linked = new LinkedFiles(this::trustedFiles);

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
        for (Path kept : kept((directory, failure) -> {
            throw failure;
        })) {
            all.addAll(in(kept));
        }
        forgetGone();
        return all;
    }

    StoreLayout layout() {
        return layout;
    }

    /** Where they are: below {@code .releases}, a directory for each architecture of each channel that has some. */
    public Path directory() {
        return layout.releases();
    }

    /**
     * The directories of all architectures of all channels that have some.
     *
     * @param unreadable takes in those above them of which nobody knows what is in them
     */
    public List<Path> kept(BiConsumer<Path, UncheckedIOException> unreadable) {
        List<Path> kept = new ArrayList<>();
        for (Path channel : directories(layout.releases(), unreadable)) {
            kept.addAll(directories(channel, unreadable));
        }
        return kept;
    }

    private static List<Path> directories(Path parent, BiConsumer<Path, UncheckedIOException> unreadable) {
        try {
            return directories(parent);
        } catch (UncheckedIOException e) {
            unreadable.accept(parent, e);
            return List.of();
        }
    }

    /** Those in one of these directories, the newest first. */
    public List<Release> in(Path kept) {
        Path channel = Objects.requireNonNull(kept.getParent(), "of a channel");
        return of(channel.getFileName().toString(), kept.getFileName().toString());
    }

    /** What is remembered of releases that are there no more. */
    public void forgetGone() {
        records.forgetGone();
        fetched.forgetGone();
    }

    /** Those of one architecture of a channel, the newest first. One that never became current is none. */
    public List<Release> of(String channel, String arch) {
        List<Release> releases = new ArrayList<>();
        Optional<Path> current = currentDirectory(channel, arch);
        for (Path directory : directories(layout.kept(channel, arch))) {
            boolean isCurrent = current.isPresent()
                    && current.get().equals(directory.toAbsolutePath().normalize());
            if (isCurrent || Files.exists(directory.resolve(StoreLayout.PUBLISHED))) {
                read(directory, isCurrent).ifPresent(releases::add);
            }
        }
        releases.sort(Releases::newestFirst);
        return releases;
    }

    /** A link is none of the store's own, wherever it leads; one of a ring leads nowhere, which is no failure of the disk. */
    private static List<Path> directories(Path parent) {
        return VisibleFiles.in(parent).stream()
                .filter(directory -> Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private static int newestFirst(Release a, Release b) {
        int byTime = b.record().createdAt().compareTo(a.record().createdAt());
        return byTime != 0 ? byTime : Versions.ORDER.compare(b.version(), a.version());
    }

    /** The one that clients get; empty also where the files of that architecture were put there by hand. */
    public Optional<Release> current(String channel, String arch) {
        return currentDirectory(channel, arch).flatMap(directory -> read(directory, true));
    }

    Optional<Path> currentDirectory(String channel, String arch) {
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

    /** Whether a name of the artifacts directory is that of the store. */
    public static boolean isStore(Path name) {
        return StoreLayout.isStore(name);
    }

    /** Whether a directory lies where those of releases do; does not look at the disk. */
    public static boolean isRelease(Path directory) {
        return StoreLayout.isRelease(directory);
    }

    /** The directory of the release that a file is of, however deep it lies there; does not look at the disk. */
    public static Optional<Path> directoryOf(Path file) {
        return StoreLayout.release(file);
    }

    /** The record of the release that a directory is of, if it is of one. */
    public Optional<ReleaseRecord> record(Path directory) {
        return StoreLayout.isRelease(directory) ? read(directory, false).map(Release::record) : Optional.empty();
    }

    /**
     * The digest of a published file, which is as it was when some record was written: of its own release, or of another
     * that has linked it since, after which the own record does not know its inode's last change.
     *
     * <p>Only records that nobody else can have written count: whoever may publish in one channel could have any file
     * of the others pass for what it is not.
     */
    public Optional<Digest> digest(FileVersion version) {
        Optional<ReleaseRecord.StoredFile> own = directoryOf(version.directory())
                .flatMap(directory -> record(directory)
                        .filter(record -> records.isOurs(directory))
                        .map(record -> record.files()
                                .get(directory.relativize(version.path()).toString())));
        if (own.isEmpty() || own.get().matches(version)) {
            return own.map(ReleaseRecord.StoredFile::digest);
        }
        return linked.digest(version);
    }

    private Stream<ReleaseRecord.StoredFile> trustedFiles() {
        return all().stream()
                .filter(release -> records.isOurs(release.directory()))
                .flatMap(release -> release.record().files().values().stream());
    }

    /** The signed manifest by which the release in a directory was fetched; the same object until it is another one. */
    public Optional<SignedManifest> fetchedManifest(Path directory) {
        return fetched.manifest(directory);
    }

    /** Whether the release in a directory was fetched; its manifest need not be readable. */
    public static boolean hasManifest(Path directory) {
        return StoreLayout.isRelease(directory) && Files.exists(directory.resolve(StoreLayout.MANIFEST));
    }

    /** Whether a directory is that of a release which was signed at its origin, told without reading JSON, which takes long. */
    public static boolean hasSignedManifest(Path directory) {
        try {
            return hasManifest(directory.toRealPath())
                    && !Files.readString(directory.resolve(StoreLayout.MANIFEST))
                            .contains("\"signatures\":[]");
        } catch (IOException e) {
            return false;
        }
    }

    /** The signature that was fetched along with a release, if it is one over the sums of what is there now. */
    public Optional<byte[]> fetchedSignature(Path directory, Sums sums) {
        return fetched.signature(directory, sums);
    }

    /** The same of OpenPGP. */
    public Optional<byte[]> fetchedOpenPgp(Path directory, Sums sums) {
        return fetched.openPgp(directory, sums);
    }

    /** For the one who has just written it there. */
    void written(Path directory, ReleaseRecord record) throws IOException {
        records.written(directory, record);
    }

    Optional<Release> read(Path directory, boolean isCurrent) {
        try {
            return Optional.of(new Release(records.of(directory), directory, isCurrent));
        } catch (IOException e) {
            // Removed while it was looked at; or damaged, which its owner may mend.
            if (Files.isDirectory(directory)) {
                LOG.debug("{} is no release", directory, e);
            }
            return Optional.empty();
        }
    }
}
