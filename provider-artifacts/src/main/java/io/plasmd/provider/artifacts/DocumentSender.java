package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.ArtifactPlace;
import io.plasmd.provider.catalog.Document;
import io.plasmd.provider.catalog.Validators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpField;

/** Sends documents. */
final class DocumentSender {
    private DocumentSender() {}

    static void send(
            Document document, HttpField cacheControl, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Validators validators = document.validators().at(Instant.now());
        Preconditions.Verdict verdict = new Preconditions(request, validators).evaluate();
        if (verdict == Preconditions.Verdict.FAILED) {
            response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED, "it is another version");
            return;
        }
        validators.etag().ifPresent(etag -> response.setHeader("ETag", etag));
        validators.modified().ifPresent(time -> response.setHeader("Last-Modified", DateGenerator.formatDate(time)));
        response.setHeader(cacheControl.getName(), cacheControl.getValue());
        if (verdict == Preconditions.Verdict.NOT_MODIFIED) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        ByteBuffer content = document.content();
        response.setContentType(document.contentType());
        response.setContentLength(content.remaining());
        var download = new Download(
                new ArtifactPath(ArtifactPlace.current("", ""), document.contentType()),
                request.getRemoteAddr(),
                why -> request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why));
        WholeContent.send(request, content, download, failure -> {});
    }
}
