package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.Sums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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

    /** What is made of the sums that there are. */
    private interface Use {
        Optional<Document> of(ArtifactDirectory directory, Sums sums);
    }

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

    /** What there is beside an artifact. */
    Document.Answer find(ArtifactPath wanted) throws IOException {
        if (wanted.name().equals(Names.SUMS)) {
            return sums(wanted, (directory, sums) -> Optional.of(Document.of("text/plain", sums.bytes())));
        }
        if (wanted.name().equals(Names.SUMS_SIGNATURE)) {
            // Sums that were brought have the signature that was brought along with them, or none.
            return tree.find(wanted.withName(Names.SUMS)).isPresent()
                    ? new Document.Answer.None()
                    : sums(
                            wanted,
                            (directory, sums) -> signature(directory, sums).map(Sidecars::binary));
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
        for (Catalog.Entry entry : directory.get().entries()) {
            Artifact artifact = entry.artifact();
            if (artifact.digest().isEmpty()) {
                return new Document.Answer.NotYet();
            }
            files.put(artifact.fileName(), artifact.digest().get());
        }
        Sums sums = Sums.of(directory.get().channel(), directory.get().arch(), files);
        return sums.isEmpty()
                ? new Document.Answer.None()
                : use.of(directory.get(), sums)
                        .<Document.Answer>map(Document.Answer.Found::new)
                        .orElseGet(Document.Answer.None::new);
    }

    /** Over exactly what a request for the sums is answered with. */
    private Optional<byte[]> signature(ArtifactDirectory directory, Sums sums) {
        return key.map(one -> one.sign(sums)).or(() -> releases.fetchedSignature(directory.realPath(), sums));
    }

    private static Document binary(byte[] content) {
        return Document.of("application/octet-stream", content);
    }
}
