package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.OpenPgpSignature;
import io.plasmd.provider.release.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lines of sums with the signature inside, made once for all who ask: a signature takes more than a millisecond. */
final class SignedLines {
    /** Of so many files: all that a fleet asks for at a time. */
    private static final int MOST = 1000;

    private final Optional<SigningKey> key;
    private final Map<Line, Optional<Document>> made = new ConcurrentHashMap<>();

    private record Line(String name, Digest digest) {}

    SignedLines(Optional<SigningKey> key) {
        this.key = key;
    }

    /** That of a file; empty without a key, and for a name that cannot be signed so. */
    Optional<Document> of(String name, Digest digest) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (made.size() >= MOST) {
            made.clear();
        }
        return made.computeIfAbsent(
                new Line(name, digest),
                line -> OpenPgpSignature.signedLine(name, digest, key.get())
                        .map(text -> Document.of("text/plain", text.getBytes(StandardCharsets.UTF_8))));
    }
}
