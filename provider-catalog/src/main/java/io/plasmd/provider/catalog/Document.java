package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Something small that is made here and sent whole, with a strong entity tag. */
public final class Document {
    private final byte[] content;
    private final String contentType;
    private final Validators validators;

    private Document(byte[] content, String contentType, Optional<Instant> modified, boolean datedUniquely) {
        this.content = content;
        this.contentType = contentType;
        this.validators = new Validators(Optional.of(Digest.ofContent(content).etag()), modified, datedUniquely);
    }

    /**
     * One of which it is not known since when it is as it is.
     *
     * @param content which nobody else has: a manifest of 50,000 artifacts is 20 MB, and not copied
     */
    static Document of(String contentType, byte[] content) {
        return new Document(content, contentType, Optional.empty(), false);
    }

    /**
     * One that has a date.
     *
     * @param content which nobody else has
     * @param datedUniquely whether the one before it had another
     */
    static Document dated(String contentType, byte[] content, Instant modified, boolean datedUniquely) {
        return new Document(content, contentType, Optional.of(modified), datedUniquely);
    }

    /** Its bytes, which nobody can change. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    public String contentType() {
        return contentType;
    }

    public Validators validators() {
        return validators;
    }

    /** What there is to say where one was asked for. */
    public sealed interface Answer {
        record Found(Document document) implements Answer {}

        /** A digest is still being computed. */
        record NotYet() implements Answer {}

        record None() implements Answer {}
    }
}
