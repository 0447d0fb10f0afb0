package io.plasmd.provider.health;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which artifacts somebody wants to see: {@code ?channel=edge&arch=x86_64&page=2}.
 *
 * @param channel empty for all
 * @param arch empty for all, else by its usual name
 * @param page from 1 on
 */
record StatusQuery(String channel, String arch, int page) {
    private static final int LAST_PAGE = 1_000_000;

    /** What cannot be answered, said for people. */
    private static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongException(String message) {
            super(message);
        }
    }

    /** Other parameters mean nothing here. Where it is wrong, nothing: the request is answered 400. */
    static Optional<StatusQuery> of(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return Optional.of(of(request));
        } catch (WrongException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
            return Optional.empty();
        }
    }

    private static StatusQuery of(HttpServletRequest request) throws WrongException {
        // Nearly always; to ask for the parameters has them all decoded.
        return request.getQueryString() == null
                ? new StatusQuery("", "", 1)
                : new StatusQuery(
                        parameter(request, "channel"),
                        usual(parameter(request, "arch")),
                        page(parameter(request, "page")));
    }

    private static String parameter(HttpServletRequest request, String name) throws WrongException {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return "";
        }
        if (values.length > 1) {
            throw new WrongException(name + " is there " + values.length + " times: expected it once");
        }
        return values[0];
    }

    private static int page(String text) throws WrongException {
        if (text.isEmpty()) {
            return 1;
        }
        try {
            int page = Integer.parseInt(text);
            if (page >= 1 && page <= LAST_PAGE) {
                return page;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new WrongException("page=" + text + ": expected a whole number from 1 to " + LAST_PAGE);
    }

    /** The same architecture has two names, in requests as on disk. */
    private static String usual(String arch) {
        return switch (arch) {
            case "arm64" -> "aarch64";
            case "amd64" -> "x86_64";
            default -> arch;
        };
    }

    boolean fits(StatusTree artifact) {
        return (channel.isEmpty() || channel.equals(artifact.text("channel")))
                && (arch.isEmpty() || arch.equals(usual(artifact.text("arch"))));
    }

    boolean isForAll() {
        return channel.isEmpty() && arch.isEmpty();
    }

    /** The same artifacts, another page of them, as the query of a link. */
    String link(int otherPage) {
        return "?" + (channel.isEmpty() ? "" : "channel=" + encoded(channel) + "&")
                + (arch.isEmpty() ? "" : "arch=" + encoded(arch) + "&")
                + "page=" + otherPage;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
