package io.plasmd.provider.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** Answers requests with files as artifacts are served: ranges, conditions, limits, and no thread that waits for a client. */
public interface FileServer {

    /**
     * Answers with a file, as the last thing that a servlet does with a request: 200, 206, 304, 412, 416, 404 where there is
     * no regular file, or 503 where it cannot be read just now, or too many downloads are under way. {@code Content-Type} and
     * {@code Cache-Control} are those that the servlet has set, if it has.
     *
     * <p>Where a download has to wait for its turn the servlet is called again for the same request, as {@link
     * jakarta.servlet.DispatcherType#ASYNC}, and is to call this again.
     *
     * @param file absolute, and of a file system of this machine: one that does not answer would be waited for. Where it is
     *     changed while it is sent, the answer ends early
     * @param request as the servlet was given it
     * @param response as the servlet was given it, nothing written to it yet
     * @throws IOException where the client has gone
     * @throws ServletException where the request cannot be answered
     */
    void serve(Path file, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException;

    /**
     * The same with an artifact, or a file about one, under a path of the servlet's own: as a client gets it in the directory
     * of the release, but with the {@code Cache-Control} that the servlet has set, if it has.
     *
     * @param release as the {@link Catalog} has it
     * @param name of an artifact ({@code kernel}), or {@code SHA256SUMS} and the like
     * @param request as the servlet was given it
     * @param response as the servlet was given it, nothing written to it yet
     * @throws IOException where the client has gone
     * @throws ServletException where the request cannot be answered
     */
    void serve(Catalog.Release release, String name, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException;
}
