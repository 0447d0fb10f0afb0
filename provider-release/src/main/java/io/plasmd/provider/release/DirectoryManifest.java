package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the manifest of what lies in an artifacts directory, without a server: what is not on record is digested. */
public final class DirectoryManifest {
    private final Path artifacts;
    private final Roles roles;

    /** For an artifacts directory. */
    public DirectoryManifest(Path artifacts, Roles roles) {
        this.artifacts = artifacts;
        this.roles = roles;
    }

    /**
     * Makes the manifest of one architecture of a channel, be it published or put there by hand.
     *
     * @param provider the name of the server that it is for
     * @throws ReleaseException where there are no artifacts, or one cannot be read
     */
    public Manifest make(String channel, String arch, String provider, Instant now, Duration lifetime)
            throws ReleaseException {
        for (String name : ArchitectureNames.of(arch)) {
            Path directory = artifacts.resolve(channel).resolve(name);
            if (Files.isDirectory(directory)) {
                try {
                    return make(channel, name, directory, provider, now.truncatedTo(ChronoUnit.SECONDS), lifetime);
                } catch (IOException e) {
                    throw new ReleaseException("cannot read " + directory + ": " + Pem.reason(e), e);
                }
            }
        }
        throw new ReleaseException("there is nothing of " + channel + "/" + arch + " in " + artifacts);
    }

    private Manifest make(
            String channel, String arch, Path directory, String provider, Instant createdAt, Duration lifetime)
            throws IOException, ReleaseException {
        Optional<Release> release = new Releases(artifacts).current(channel, arch);
        SortedMap<String, FileVersion> files = files(directory);
        if (files.isEmpty()) {
            throw new ReleaseException("there are no artifacts in " + directory);
        }
        Map<String, Manifest.Content> contents = new HashMap<>();
        for (Map.Entry<String, FileVersion> file : files.entrySet()) {
            Digest digest = digest(file.getKey(), file.getValue(), release);
            contents.put(
                    file.getKey(), new Manifest.Content(digest, file.getValue().size()));
        }
        SortedMap<String, Manifest.Entry> entries = Manifest.artifacts(channel, arch, roles, contents);
        String version = release.map(Release::version)
                .orElseGet(() -> Versions.ofContent(Sums.ofEntries(channel, arch, entries.values())));
        return new Manifest(
                version,
                channel,
                arch,
                createdAt,
                createdAt.plus(lifetime),
                release.map(known -> known.record().path()),
                entries,
                provider);
    }

    private SortedMap<String, FileVersion> files(Path directory) throws IOException {
        Path root = artifacts.toRealPath();
        SortedMap<String, FileVersion> files = new TreeMap<>();
        for (Map.Entry<String, Path> visible : VisibleTree.in(directory).entrySet()) {
            Path file = visible.getValue();
            // As the server does it: what leads out of the directory does not exist.
            if (Files.isRegularFile(file)
                    && Names.isArtifact(visible.getKey())
                    && file.toRealPath().startsWith(root)) {
                files.put(visible.getKey(), FileVersion.read(file.toRealPath()));
            }
        }
        return files;
    }

    private static Digest digest(String name, FileVersion version, Optional<Release> release)
            throws IOException, ReleaseException {
        Optional<Digest> recorded = release.map(known -> known.record().files().get(name))
                .filter(stored -> stored.matches(version))
                .map(ReleaseRecord.StoredFile::digest);
        if (recorded.isPresent()) {
            return recorded.get();
        }
        return FileDigester.digest(version, bytes -> {}, () -> false)
                .orElseThrow(() -> new ReleaseException(version.path() + " was changed while it was read; try again"));
    }
}
