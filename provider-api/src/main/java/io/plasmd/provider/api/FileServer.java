package io.plasmd.provider.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** Answers requests with files as artifacts are served: ranges, conditions, limits, and no thread that waits for a client. */
public interface FileServer {

    /**
     * Answers with a file, as the last thing that a servlet does with a request: 200, 206, 304, 412, 416, or 503 while too
     * many downloads are under way. Header fields that the servlet has set stay.
     *
     * @param file regular, and read by the server's user. A file that is changed while it is sent ends the answer early
     * @param request as the servlet was given it
     * @param response as the servlet was given it, nothing written to it yet
     * @throws java.nio.file.NoSuchFileException where there is none; nothing has been written then
     * @throws IOException where it cannot be read, or the client has gone
     * @throws ServletException where the request cannot be answered
     */
    void serve(Path file, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;

    /**
     * Answers with an artifact under a path of the servlet's own, as a client gets it under the artifact's; a miss is answered
     * as well.
     *
     * @param path of an artifact for clients ({@code /releases/stable/x86_64/7/kernel}), not encoded
     * @param request as the servlet was given it
     * @param response as the servlet was given it, nothing written to it yet
     * @throws IOException where the client has gone
     * @throws ServletException where the request cannot be answered
     */
    void serveArtifact(String path, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException;
}
