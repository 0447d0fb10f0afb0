package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code SHA256SUMS} says of one architecture of a channel, as {@code sha256sum -c} reads it. It can be made from
 * digests alone: a file that somebody brought is not signed, whatever its name.
 */
public final class Sums {
    private final String channel;
    private final String arch;
    private final SortedMap<String, Digest> files;

    private Sums(String channel, String arch, SortedMap<String, Digest> files) {
        this.channel = channel;
        this.arch = arch;
        this.files = files;
    }

    /** The sums of some files by name; those that cannot be names of artifacts are left out. */
    public static Sums of(String channel, String arch, Map<String, Digest> files) {
        SortedMap<String, Digest> artifacts = new TreeMap<>();
        files.forEach((name, digest) -> {
            if (Names.isArtifact(name)) {
                artifacts.put(name, digest);
            }
        });
        return new Sums(channel, arch, artifacts);
    }

    /** The sums of what a manifest names. */
    public static Sums of(Manifest manifest) {
        return ofEntries(
                manifest.channel(), manifest.arch(), manifest.artifacts().values());
    }

    /** The sums of the artifacts of a manifest. */
    public static Sums ofEntries(String channel, String arch, Collection<Manifest.Entry> entries) {
        SortedMap<String, Digest> files = new TreeMap<>();
        entries.forEach(entry -> files.put(entry.filename(), entry.digest()));
        return of(channel, arch, files);
    }

    /** Whether there is nothing to say. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** As they are served. */
    public byte[] bytes() {
        var lines = new ByteArrayOutputStream();
        files.forEach((name, digest) -> lines.writeBytes(line(name, digest).getBytes(StandardCharsets.UTF_8)));
        return lines.toByteArray();
    }

    /** As GNU sha256sum writes it: a name with a line break or a backslash is escaped, and the line says so. */
    public static String line(String name, Digest digest) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + digest.hex() + "  " + escaped + "\n";
    }

    /**
     * The place that a signature names: as in the URL, percent-encoded, so that it is one line; always by the name that
     * the kernel has for the architecture, since a client that asks for {@code amd64} cannot know the directory's.
     */
    String place() {
        return UrlPath.of(channel, ArchitectureNames.canonical(arch)).substring(1);
    }

    /** Whether a signature over them is by one of some keys. */
    boolean isSignedBy(Collection<TrustedKey> keys, byte[] signature) {
        SignedText text = SignedText.ofSums(this);
        return keys.stream().anyMatch(key -> key.verify(text, signature));
    }

    /** Whether a signature over them is by one of the keys that a manifest names as its signers. */
    boolean isSignedAs(SignedManifest manifest, byte[] signature) {
        return isSignedBy(manifest.namedKeys(), signature);
    }
}
