package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.Sums;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

    /** What there is to send. */
    sealed interface Answer {
        record Found(Document document) implements Answer {}

        /** A digest is still being computed. */
        record NotYet() implements Answer {}

        record None() implements Answer {}
    }

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

    /** Answers, unless there is nothing to answer. */
    boolean send(ArtifactPath wanted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (find(wanted)) {
            case Answer.Found(Document document) -> document.send(request, response);
            case Answer.NotYet() ->
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the digest is still being computed");
            case Answer.None() -> {
                return false;
            }
        }
        return true;
    }

    private Answer find(ArtifactPath wanted) throws IOException {
        if (wanted.name().equals(Names.SUMS)) {
            return sums(wanted, (directory, sums) -> Optional.of(Document.of("text/plain", sums.bytes())));
        }
        if (wanted.name().equals(Names.SUMS_SIGNATURE)) {
            // Sums that were brought have the signature that was brought along with them, or none.
            return tree.find(wanted.withName(Names.SUMS)).isPresent()
                    ? new Answer.None()
                    : sums(
                            wanted,
                            (directory, sums) -> signature(directory, sums).map(Sidecars::binary));
        }
        return wanted.name().endsWith(Names.DIGEST_SUFFIX) ? line(wanted) : new Answer.None();
    }

    private Answer line(ArtifactPath wanted) throws IOException {
        String name = wanted.name().substring(0, wanted.name().length() - Names.DIGEST_SUFFIX.length());
        if (!Names.isSegment(name) || Names.isReserved(name)) {
            return new Answer.None();
        }
        Optional<Artifact> artifact = tree.find(wanted.withName(name));
        if (artifact.isEmpty()) {
            return new Answer.None();
        }
        return artifact.get()
                .digest()
                .<Answer>map(digest -> new Answer.Found(
                        Document.of("text/plain", Sums.line(name, digest).getBytes(StandardCharsets.UTF_8))))
                .orElseGet(Answer.NotYet::new);
    }

    private Answer sums(ArtifactPath wanted, Use use) {
        Optional<ArtifactDirectory> directory = scanner.scan(wanted.channel(), wanted.arch());
        if (directory.isEmpty()) {
            return new Answer.None();
        }
        Map<String, Digest> files = new HashMap<>();
        for (Catalog.Entry entry : directory.get().entries()) {
            Artifact artifact = entry.artifact();
            if (artifact.digest().isEmpty()) {
                return new Answer.NotYet();
            }
            files.put(artifact.fileName(), artifact.digest().get());
        }
        Sums sums = Sums.of(directory.get().channel(), directory.get().arch(), files);
        return sums.isEmpty()
                ? new Answer.None()
                : use.of(directory.get(), sums).<Answer>map(Answer.Found::new).orElseGet(Answer.None::new);
    }

    /** Over exactly what a request for the sums is answered with. */
    private Optional<byte[]> signature(ArtifactDirectory directory, Sums sums) {
        return key.map(one -> one.sign(sums)).or(() -> releases.fetchedSignature(directory.realPath(), sums));
    }

    private static Document binary(byte[] content) {
        return Document.of("application/octet-stream", content);
    }
}
