package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.release.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.DateGenerator;

/** Something small that is made here and sent whole, with a strong entity tag. */
final class Document {
    private final byte[] content;
    private final String contentType;
    private final Validators validators;

    private Document(byte[] content, String contentType, Optional<Instant> modified, boolean datedUniquely) {
        this.content = content.clone();
        this.contentType = contentType;
        this.validators = new Validators(Optional.of(Digest.ofContent(content).etag()), modified, datedUniquely);
    }

    /** One of which it is not known since when it is as it is. */
    static Document of(String contentType, byte[] content) {
        return new Document(content, contentType, Optional.empty(), false);
    }

    /**
     * One that has a date.
     *
     * @param datedUniquely whether the one before it had another
     */
    static Document dated(String contentType, byte[] content, Instant modified, boolean datedUniquely) {
        return new Document(content, contentType, Optional.of(modified), datedUniquely);
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Validators now = validators.at(Instant.now());
        Preconditions.Verdict verdict = new Preconditions(request, now).evaluate();
        if (verdict == Preconditions.Verdict.FAILED) {
            response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED, "it is another version");
            return;
        }
        now.etag().ifPresent(etag -> response.setHeader("ETag", etag));
        now.modified().ifPresent(time -> response.setHeader("Last-Modified", DateGenerator.formatDate(time)));
        // A cache has to ask each time: it would mix releases.
        response.setHeader("Cache-Control", "no-cache");
        if (verdict == Preconditions.Verdict.NOT_MODIFIED) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(contentType);
        response.setContentLength(content.length);
        var download = new Download(
                new ArtifactPath("", "", contentType),
                request.getRemoteAddr(),
                why -> request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why));
        WholeContent.send(request, ByteBuffer.wrap(content).asReadOnlyBuffer(), download, failure -> {});
    }
}
