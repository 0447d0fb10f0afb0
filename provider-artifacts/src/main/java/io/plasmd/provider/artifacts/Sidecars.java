package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.ReleaseUse;
import io.plasmd.provider.release.SigningKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * {@code <artifact>.sha256} and {@code SHA256SUMS}, as {@code sha256sum -c} and systemd-pull read them, and the signature
 * of the latter. A file of such a name on disk goes before: it has been served before anyone asks here.
 */
final class Sidecars {
    private static final String SUFFIX = ".sha256";
    private static final String SUMS = "SHA256SUMS";
    private static final String SIGNATURE = SUMS + ".sig";

    /** Some 10,000 lines: more than that is not made by hand. */
    private static final int LARGEST_SUMS_BYTES = 1024 * 1024;

    private final ArtifactTree tree;
    private final TreeScanner scanner;
    private final Optional<SigningKey> key;
    private final Digests digests;
    private final ReleaseUse uses;

    /** What there is to send. */
    sealed interface Answer {
        record Found(Document document) implements Answer {}

        /** A digest is still being computed. */
        record NotYet() implements Answer {}

        record None() implements Answer {}
    }

    /**
     * About the files of a tree.
     *
     * @param key what signs; empty for no signatures
     */
    Sidecars(ArtifactTree tree, TreeScanner scanner, Optional<SigningKey> key, Digests digests, ReleaseUse uses) {
        this.tree = tree;
        this.scanner = scanner;
        this.key = key;
        this.digests = digests;
        this.uses = uses;
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
        if (wanted.name().equals(SUMS)) {
            return sums(wanted);
        }
        if (wanted.name().equals(SIGNATURE)) {
            return signature(wanted);
        }
        return wanted.name().endsWith(SUFFIX) ? line(wanted) : new Answer.None();
    }

    private Answer line(ArtifactPath wanted) throws IOException {
        String name = wanted.name().substring(0, wanted.name().length() - SUFFIX.length());
        if (!Names.isSegment(name)) {
            return new Answer.None();
        }
        Optional<Artifact> artifact = tree.find(wanted.withName(name));
        if (artifact.isEmpty()) {
            return new Answer.None();
        }
        return artifact.get()
                .digest()
                .<Answer>map(digest -> new Answer.Found(Document.text(line(digest, name))))
                .orElseGet(Answer.NotYet::new);
    }

    private Answer sums(ArtifactPath wanted) {
        List<Catalog.Entry> entries = scanner.scan(wanted.channel(), wanted.arch())
                .map(ArtifactDirectory::entries)
                .orElse(List.of());
        if (entries.isEmpty()) {
            return new Answer.None();
        }
        var lines = new StringBuilder();
        for (Catalog.Entry entry : entries) {
            Artifact artifact = entry.artifact();
            if (artifact.digest().isEmpty()) {
                return new Answer.NotYet();
            }
            lines.append(line(artifact.digest().get(), artifact.fileName()));
        }
        return new Answer.Found(Document.text(lines.toString()));
    }

    /** As GNU sha256sum writes it: a name with a line break or a backslash is escaped, and the line says so. */
    private static String line(Digest digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + digest.hex() + "  " + escaped + "\n";
    }

    /** Over exactly what a request for the sums is answered with. */
    private Answer signature(ArtifactPath wanted) throws IOException {
        if (key.isEmpty()) {
            return new Answer.None();
        }
        ArtifactPath sums = wanted.withName(SUMS);
        Optional<Artifact> brought = tree.find(sums);
        Answer signed = brought.isPresent() ? content(brought.get()) : sums(sums);
        return signed instanceof Answer.Found(Document document)
                ? new Answer.Found(
                        Document.of("application/octet-stream", key.get().sign(document.content())))
                : signed;
    }

    private Answer content(Artifact sums) throws IOException {
        if (sums.size() > LARGEST_SUMS_BYTES) {
            return new Answer.None();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) sums.size());
        try (OpenArtifact open = OpenArtifact.open(sums, digests, uses)) {
            open.read(bytes, 0, bytes.capacity());
            if (!open.isCertain()) {
                return new Answer.NotYet();
            }
        }
        return new Answer.Found(Document.of("text/plain", bytes.array()));
    }
}
