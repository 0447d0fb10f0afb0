package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;

/** Which page of a list somebody wants: {@code ?page=2}, as of {@code /status}. */
final class PageNumber {
    private static final int LAST = 1_000_000;

    private PageNumber() {}

    /** From 1 on. Where it is wrong, nothing: the request is answered 400. */
    static OptionalInt of(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Nearly always; to ask for the parameters has them all decoded.
        String[] values = request.getQueryString() == null ? null : request.getParameterValues("page");
        if (values == null) {
            return OptionalInt.of(1);
        }
        try {
            int page = Integer.parseInt(values[0]);
            if (values.length == 1 && page >= 1 && page <= LAST) {
                return OptionalInt.of(page);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        response.sendError(
                HttpServletResponse.SC_BAD_REQUEST,
                "page=" + String.join("&page=", values) + ": expected one whole number from 1 to " + LAST);
        return OptionalInt.empty();
    }
}
