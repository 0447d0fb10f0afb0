package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.Sums;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code <artifact>.sha256} and {@code SHA256SUMS}, as {@code sha256sum -c} and systemd-pull read them, and the signature
 * of the latter. A file of such a name on disk goes before: it has been served before anyone asks here.
 *
 * <p>What is signed is made here, from digests. A file that somebody brought is not: the key would vouch for whatever is
 * in it.
 */
final class Sidecars {
    private final ArtifactTree tree;
    private final TreeScanner scanner;
    private final Optional<SigningKey> key;
    private final Releases releases;
    private final Map<List<String>, SoftReference<Made>> made = new ConcurrentHashMap<>();

    /** What is made of the sums that there are. */
    private interface Use {
        Optional<Document> of(ArtifactDirectory directory, Made made);
    }

    /** The sums of the files of a directory, made once for all who ask: of 20,000 they have 1.6 MB. */
    private record Made(Map<String, Digest> files, Sums sums, Document document) {}

    /**
     * About the files of a tree.
     *
     * @param key what signs; empty for signatures from elsewhere only
     * @param releases with the signatures that came along with what was fetched
     */
    Sidecars(ArtifactTree tree, TreeScanner scanner, Optional<SigningKey> key, Releases releases) {
        this.tree = tree;
        this.scanner = scanner;
        this.key = key;
        this.releases = releases;
    }

    /** Whether it is about all files of a directory. */
    static boolean isOfMany(ArtifactPath wanted) {
        return wanted.name().equals(Names.SUMS) || wanted.name().equals(Names.SUMS_SIGNATURE);
    }

    /** What there is beside an artifact. */
    Document.Answer find(ArtifactPath wanted) throws IOException {
        if (wanted.name().equals(Names.SUMS)) {
            return sums(wanted, (directory, found) -> Optional.of(found.document()));
        }
        if (wanted.name().equals(Names.SUMS_SIGNATURE)) {
            // Sums that were brought have the signature that was brought along with them, or none.
            return tree.find(wanted.withName(Names.SUMS)).isPresent()
                    ? new Document.Answer.None()
                    : sums(
                            wanted,
                            (directory, found) ->
                                    signature(directory, found.sums()).map(Sidecars::binary));
        }
        return wanted.name().endsWith(Names.DIGEST_SUFFIX) ? line(wanted) : new Document.Answer.None();
    }

    private Document.Answer line(ArtifactPath wanted) throws IOException {
        String name = wanted.name().substring(0, wanted.name().length() - Names.DIGEST_SUFFIX.length());
        if (!Names.isSegment(name) || Names.isReserved(name)) {
            return new Document.Answer.None();
        }
        Optional<Artifact> artifact = tree.find(wanted.withName(name));
        if (artifact.isEmpty()) {
            return new Document.Answer.None();
        }
        return artifact.get()
                .digest()
                .<Document.Answer>map(digest -> new Document.Answer.Found(
                        Document.of("text/plain", Sums.line(name, digest).getBytes(StandardCharsets.UTF_8))))
                .orElseGet(Document.Answer.NotYet::new);
    }

    private Document.Answer sums(ArtifactPath wanted, Use use) {
        Optional<ArtifactDirectory> directory = scanner.scan(wanted.channel(), wanted.arch());
        if (directory.isEmpty()) {
            return new Document.Answer.None();
        }
        Map<String, Digest> files = new HashMap<>();
        for (Artifact artifact : directory.get().artifacts()) {
            if (artifact.digest().isEmpty()) {
                return new Document.Answer.NotYet();
            }
            files.put(artifact.fileName(), artifact.digest().get());
        }
        Made found = made(directory.get(), files);
        return found.sums().isEmpty()
                ? new Document.Answer.None()
                : use.of(directory.get(), found)
                        .<Document.Answer>map(Document.Answer.Found::new)
                        .orElseGet(Document.Answer.None::new);
    }

    /** As long as the files are the same, the same one. */
    private Made made(ArtifactDirectory directory, Map<String, Digest> files) {
        var place = List.of(directory.channel(), directory.arch());
        SoftReference<Made> last = made.get(place);
        Made known = last == null ? null : last.get();
        if (known != null && known.files().equals(files)) {
            return known;
        }
        Sums sums = Sums.of(directory.channel(), directory.arch(), files);
        var fresh = new Made(Map.copyOf(files), sums, Document.of("text/plain", sums.bytes()));
        made.put(place, new SoftReference<>(fresh));
        return fresh;
    }

    /** Over exactly what a request for the sums is answered with. */
    private Optional<byte[]> signature(ArtifactDirectory directory, Sums sums) {
        return key.map(one -> one.sign(sums)).or(() -> releases.fetchedSignature(directory.realPath(), sums));
    }

    private static Document binary(byte[] content) {
        return Document.of("application/octet-stream", content);
    }
}
