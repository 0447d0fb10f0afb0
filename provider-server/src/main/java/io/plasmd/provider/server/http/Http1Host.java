package io.plasmd.provider.server.http;

import java.net.Inet6Address;
import org.eclipse.jetty.http.HttpException;

/** The value of {@code Host}, and the authority of a target: {@code uri-host [ ":" port ]} (RFC 9112, section 3.2). */
final class Http1Host {
    private static final int LARGEST_PORT = 65_535;

    private Http1Host() {}

    /**
     * Refuses what is no host.
     *
     * @throws HttpException.RuntimeException 400
     */
    static void require(String value) {
        if (!isLegal(value)) {
            throw new HttpException.RuntimeException(400, "this is no host");
        }
    }

    /**
     * Refuses what is no host in a {@code Host} field.
     *
     * @param first byte of the value as it was sent: Jetty puts IPv6 addresses in brackets where they are missing
     */
    static void require(String value, byte first) {
        if (value.startsWith("[") && first != '[') {
            throw new HttpException.RuntimeException(400, "an IPv6 address is in brackets");
        }
        require(value);
    }

    /** Whether the grammar has it; an empty host, which {@code http} URIs must not have, only as an empty value. */
    static boolean isLegal(String value) {
        if (value.isEmpty()) {
            return true;
        }
        int end = value.charAt(0) == '[' ? value.indexOf(']') + 1 : hostEnd(value);
        if (end == 0) {
            return false;
        }
        String host = value.substring(0, end);
        return (host.charAt(0) == '[' ? isIpv6(host) : isRegisteredName(host))
                && (end == value.length() || (value.charAt(end) == ':' && isPort(value.substring(end + 1))));
    }

    private static int hostEnd(String value) {
        int colon = value.indexOf(':');
        return colon < 0 ? value.length() : colon;
    }

    /** In brackets, and without a zone, which means nothing to another machine. */
    private static boolean isIpv6(String host) {
        String address = host.substring(1, host.length() - 1);
        if (!address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')) {
            return false;
        }
        try {
            Inet6Address.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 3986, section 3.2.2: unreserved, percent-encoded, sub-delims. An IPv4 address is one as well. */
    private static boolean isRegisteredName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '%') {
                if (i + 2 >= host.length() || !isHex(host.charAt(i + 1)) || !isHex(host.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isPlain(c) && "!$&'()*+,;=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    /** Any number of digits, also none. */
    private static boolean isPort(String port) {
        return port.isEmpty()
                || (port.length() <= 5
                        && port.chars().allMatch(c -> c >= '0' && c <= '9')
                        && Integer.parseInt(port) <= LARGEST_PORT);
    }

    /** Whether Jetty understands it as it is meant. It takes a comma for the sign of a list. */
    static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isPlain(c) && c != ':' && c != '[' && c != ']') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }
}
