package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * What to answer.
 *
 * @param status of HTTP
 * @param body what the writer of the servlet takes
 */
record JsonAnswer(int status, Object body) {

    static JsonAnswer ok(Object body) {
        return new JsonAnswer(HttpServletResponse.SC_OK, body);
    }

    static JsonAnswer unavailable(Object body) {
        return new JsonAnswer(HttpServletResponse.SC_SERVICE_UNAVAILABLE, body);
    }

    static JsonAnswer status(String word) {
        return ok(Map.of("status", word));
    }
}
