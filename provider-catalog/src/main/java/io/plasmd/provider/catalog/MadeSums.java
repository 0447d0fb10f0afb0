package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Sums;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The sums of the files of a directory, made once for all who ask: of 20,000 they have 1.6 MB. */
final class MadeSums {
    private final String channel;
    private final String arch;
    private final Map<String, Digest> files;
    private final Sums sums;
    private final Document document;
    private final Map<String, Document> signatures = new ConcurrentHashMap<>();

    MadeSums(String channel, String arch, Map<String, Digest> files) {
        this.channel = channel;
        this.arch = arch;
        this.files = Map.copyOf(files);
        this.sums = Sums.of(channel, arch, files);
        this.document = Document.of("text/plain", sums.bytes());
    }

    /** Whether they are of these. Two channels can lead to one release, and signatures name the channel. */
    boolean areOf(ArtifactDirectory directory, Map<String, Digest> wanted) {
        return channel.equals(directory.channel()) && arch.equals(directory.arch()) && files.equals(wanted);
    }

    Sums sums() {
        return sums;
    }

    Document document() {
        return document;
    }

    /** A signature over them, made once for all who ask; by the name that clients have for it. */
    Document signature(String name, Function<Sums, byte[]> sign) {
        return signatures.computeIfAbsent(name, any -> binary(sign.apply(sums)));
    }

    static Document binary(byte[] content) {
        return Document.of("application/octet-stream", content);
    }
}
