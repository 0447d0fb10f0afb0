package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the content of an answer as the last thing that a servlet does; the host's own way waits for no client. */
interface Answers {
    void send(HttpServletResponse response, byte[] content) throws IOException;
}
