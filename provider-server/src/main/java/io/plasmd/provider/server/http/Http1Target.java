package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request in the one form in which everything behind this looks at it: what answers for operations only,
 * what limits hold, which servlet is meant.
 */
final class Http1Target {
    /** Set where it is not what the client sent: people look in the log for what that was. */
    private static final String ASKED = Http1Target.class.getName();

    private static final int LARGEST_CONTROL = 0x1f;
    private static final int DELETE = 0x7f;

    private Http1Target() {}

    /**
     * Brings a target into that form: several slashes are one (boot loaders put a directory and a name together with one
     * too many), and an absolute target is one that Jetty understands.
     *
     * @throws HttpException.RuntimeException 400, where it is none
     */
    static String normal(String method, String target, HttpScheme scheme) {
        if (target.startsWith("/")) {
            return path(target);
        }
        // OPTIONS * and CONNECT host:port (RFC 9112, sections 3.2.3 and 3.2.4): both end in 405.
        if (target.equals("*") || HttpMethod.CONNECT.is(method)) {
            return target;
        }
        return absolute(target, scheme);
    }

    /** Notes what a client sent where the slashes in it were too many. */
    static void note(Request request, String asked) {
        if (asked.startsWith("/") && !asked.equals(request.getHttpURI().getPathQuery())) {
            request.setAttribute(ASKED, asked);
        }
    }

    /** Path and query, as the client sent them. */
    static @Nullable String asked(Request request) {
        return request.getAttribute(ASKED) instanceof String asked
                ? asked
                : request.getHttpURI().getPathQuery();
    }

    /** RFC 9112, section 3.2.2, and RFC 9110, section 4.2.1: without a host it MUST be rejected. */
    private static String absolute(String target, HttpScheme scheme) {
        int colon = target.indexOf("://");
        if (colon < 0 || (!HttpScheme.HTTP.is(target.substring(0, colon)) && !isHttps(target, colon))) {
            throw bad("the target is neither a path nor an http URI");
        }
        int begin = colon + 3;
        int end = begin;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(begin, end);
        if (authority.isEmpty()) {
            throw bad("the target has no host");
        }
        Http1Host.require(authority);
        String rest = target.substring(end);
        // Jetty refuses an empty port, and a query right behind an IPv6 address. Which scheme it is, the connection
        // knows.
        return scheme.asString()
                + "://"
                + (authority.endsWith(":") ? authority.substring(0, authority.length() - 1) : authority)
                + path(rest.startsWith("/") ? rest : "/" + rest);
    }

    private static boolean isHttps(String target, int colon) {
        return HttpScheme.HTTPS.is(target.substring(0, colon));
    }

    /** With its query, which is left as it is. */
    private static String path(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        requireNoControls(target, end);
        int doubled = target.indexOf("//");
        String folded = doubled < 0 || doubled >= end ? target : fold(target, end);
        requireNoDots(folded);
        return folded;
    }

    private static String fold(String target, int end) {
        var folded = new StringBuilder(target.length());
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            if (c != '/' || i == 0 || target.charAt(i - 1) != '/') {
                folded.append(c);
            }
        }
        return folded.append(target, end, target.length()).toString();
    }

    /** Jetty would resolve them; encoded ones it refuses itself. */
    private static void requireNoDots(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        for (int slash = target.indexOf("/."); slash >= 0 && slash < end; slash = target.indexOf("/.", slash + 1)) {
            int next = target.indexOf('/', slash + 1);
            String segment = target.substring(slash + 1, next < 0 || next > end ? end : next);
            if (segment.equals(".") || segment.equals("..")) {
                throw bad("a path has no dot segments here");
            }
        }
    }

    private static void requireNoControls(String target, int end) {
        for (int percent = target.indexOf('%'); percent >= 0 && percent + 2 < end; ) {
            int high = Character.digit(target.charAt(percent + 1), 16);
            int low = Character.digit(target.charAt(percent + 2), 16);
            int value = high * 16 + low;
            if (high >= 0 && low >= 0 && (value <= LARGEST_CONTROL || value == DELETE)) {
                throw bad("a path has no control characters here");
            }
            percent = target.indexOf('%', percent + 1);
        }
    }

    private static HttpException.RuntimeException bad(String why) {
        return new HttpException.RuntimeException(400, why);
    }
}
