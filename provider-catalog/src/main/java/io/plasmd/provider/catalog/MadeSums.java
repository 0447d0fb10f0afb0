package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.OpenPgpSignature;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.Sums;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sums of the files of a directory, made once for all who ask: of 20,000 they have 1.6 MB. */
final class MadeSums {
    private final String channel;
    private final String arch;
    private final Map<String, Digest> files;
    private final Sums sums;
    private final Document document;
    private volatile @Nullable Document signature;
    private volatile @Nullable Document openPgp;

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

    /** The signature over them; nothing without a key. */
    Optional<Document> signature(Optional<SigningKey> key) {
        Document made = signature;
        if (made == null && key.isPresent()) {
            made = Document.of("application/octet-stream", key.get().sign(sums));
            signature = made;
        }
        return Optional.ofNullable(made);
    }

    /** The signature of OpenPGP over what they are; nothing without a key. */
    Optional<Document> openPgp(Optional<SigningKey> key) {
        Document made = openPgp;
        if (made == null && key.isPresent()) {
            made = Document.of("application/octet-stream", OpenPgpSignature.over(sums, key.get()));
            openPgp = made;
        }
        return Optional.ofNullable(made);
    }
}
