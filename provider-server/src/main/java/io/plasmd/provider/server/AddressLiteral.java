package io.plasmd.provider.server;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address as people and proxies write it, in the many forms of a {@code Host} and of a node of RFC 7239, section 6. */
final class AddressLiteral {
    /** An IPv6 address with a zone, in brackets and quotes, and a port. */
    private static final int LONGEST = 96;

    /** Without what Java and others take for an address as well: 1, 127.1, 010.0.0.1. */
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private AddressLiteral() {}

    /** Nothing where a text is no address; no name is ever looked up. An IPv4 address in one of IPv6 is the former. */
    static Optional<InetAddress> parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return Optional.empty();
        }
        String host = withoutZone(withoutPort(unquoted(text.strip())));
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String unquoted(String text) {
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    /** A bare IPv6 address has no port; what stands for one elsewhere may be a word (RFC 7239, section 6.2). */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean isWhole = end > 0 && (end == text.length() - 1 || text.charAt(end + 1) == ':');
            // A bracket belongs to IPv6 only: what has no colon in it matches nothing.
            return isWhole && text.lastIndexOf(':', end) > 0 ? text.substring(1, end) : "";
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** The zone names an interface of another machine. */
    private static String withoutZone(String host) {
        int percent = host.indexOf('%');
        return percent > 0 && host.indexOf(':') >= 0 ? host.substring(0, percent) : host;
    }
}
