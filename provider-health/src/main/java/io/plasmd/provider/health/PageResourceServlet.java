package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers by a file of the page. */
final class PageResourceServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String contentType;
    private final transient Supplier<PageResource> resource;
    private final transient Answers answers;

    PageResourceServlet(String contentType, Supplier<PageResource> resource, Answers answers) {
        this.contentType = contentType;
        this.resource = resource;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PageResource file = resource.get();
        boolean thisVersion = ("v=" + file.version()).equals(request.getQueryString());
        response.setHeader("Cache-Control", thisVersion ? "public, max-age=31536000, immutable" : "no-cache");
        response.setHeader("ETag", file.etag());
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (matches(request.getHeader("If-None-Match"), file.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(contentType);
        answers.send(response, file.content().getBytes(StandardCharsets.UTF_8));
    }

    /** The weak comparison of RFC 9110, section 13.1.2. */
    private static boolean matches(@Nullable String header, String etag) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }
}
