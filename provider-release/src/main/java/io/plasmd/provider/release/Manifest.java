package io.plasmd.provider.release;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one channel has for one architecture: all that a machine needs to boot it, and to know that it got it whole.
 *
 * @param createdAt in whole seconds, as is {@code expiresAt}
 * @param expiresAt from then on no client should believe it any more
 * @param releasePath the directory in which the release is served for as long as it is kept; empty for files that were put
 *     there by hand
 * @param artifacts by role, or by file name for what has none
 * @param provider the name of the server that made it
 */
public record Manifest(
        String version,
        String channel,
        String arch,
        Instant createdAt,
        Instant expiresAt,
        Optional<String> releasePath,
        SortedMap<String, Entry> artifacts,
        String provider) {

    /** The format that is written here, and the only one that is understood. */
    public static final int FORMAT = 1;

    /**
     * One artifact.
     *
     * @param filename where it is below the directory of the architecture: with a / after each directory
     * @param size in bytes
     * @param path where it is served for as long as the channel has it: an absolute path, percent-encoded
     * @param blob where it is served for as long as the release is kept, whatever the channel has
     */
    public record Entry(String filename, Digest digest, long size, String path, String blob) {

        /** The entry of a file, at the places where a provider serves it. */
        static Entry of(String channel, String arch, String filename, Digest digest, long size) {
            return new Entry(
                    filename,
                    digest,
                    size,
                    UrlPath.ofName(channel, arch, filename),
                    UrlPath.of("blobs", "sha256", digest.hex()));
        }
    }

    /** What a file consists of. */
    public record Content(Digest digest, long size) {}

    public Manifest {
        artifacts = new TreeMap<>(artifacts);
    }

    /** One of files that were put there by hand. */
    public Manifest(
            String version,
            String channel,
            String arch,
            Instant createdAt,
            Instant expiresAt,
            SortedMap<String, Entry> artifacts,
            String provider) {
        this(version, channel, arch, createdAt, expiresAt, Optional.empty(), artifacts, provider);
    }

    /** The same that is in force at other times. */
    public Manifest dated(Instant from, Instant until) {
        return new Manifest(version, channel, arch, from, until, releasePath, artifacts, provider);
    }

    /** The artifacts of a manifest: the files of a directory that can be asked for. */
    public static SortedMap<String, Entry> artifacts(
            String channel, String arch, Roles roles, Map<String, Content> files) {
        SortedMap<String, Entry> artifacts = new TreeMap<>();
        roles.filesByName(files.keySet()).forEach((name, file) -> {
            Content content = files.get(file);
            if (content != null && Names.isArtifact(file)) {
                artifacts.put(name, Entry.of(channel, arch, file, content.digest(), content.size()));
            }
        });
        return artifacts;
    }

    /** The sum of all sizes in bytes. */
    public long totalSize() {
        return artifacts.values().stream().mapToLong(Entry::size).sum();
    }

    /** What the files consist of, by name. */
    SortedMap<String, Content> contents() {
        SortedMap<String, Content> contents = new TreeMap<>();
        artifacts.values().forEach(entry -> contents.put(entry.filename(), new Content(entry.digest(), entry.size())));
        return contents;
    }

    /** Whether another one describes the same files at the same place, whatever version and roles it gives them. */
    public boolean sameFiles(Manifest other) {
        return channel.equals(other.channel)
                && ArchitectureNames.canonical(arch).equals(ArchitectureNames.canonical(other.arch))
                && contents().equals(other.contents());
    }

    /** Whether another one describes the same files of the same release, whoever made it and when. */
    public boolean sameContent(Manifest other) {
        return version.equals(other.version) && sameFiles(other);
    }
}
