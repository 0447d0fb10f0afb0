package io.plasmd.provider.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Who the client is, by what trusted proxies say. Each proxy appends the address that it was asked from, and what stands
 * before that may be the client's own invention: so the fields are read from their end, for as long as the address that
 * was found is that of a trusted proxy too. What is no address ends the reading; it is never an error.
 */
final class ForwardedAddress {
    /** More proxies than that in a row are none. */
    private static final int MOST_PROXIES = 32;

    private final Predicate<InetAddress> proxies;

    ForwardedAddress(Predicate<InetAddress> proxies) {
        this.proxies = proxies;
    }

    /**
     * The client behind a trusted proxy, or the last proxy whose word leads no further.
     *
     * @param proxy that the request came from
     */
    InetAddress of(InetAddress proxy, HttpFields fields) {
        InetAddress simple = follow(proxy, fields.getValuesList(HttpHeader.X_FORWARDED_FOR), AddressLiteral::parse);
        InetAddress standard = follow(proxy, fields.getValuesList(HttpHeader.FORWARDED), ForwardedAddress::node);
        if (simple.equals(proxy)) {
            return standard;
        }
        // A proxy writes one of the two and may pass the other on as the client sent it: nobody knows which.
        return standard.equals(proxy) || standard.equals(simple) ? simple : proxy;
    }

    private InetAddress follow(
            InetAddress proxy, List<String> lines, Function<String, Optional<InetAddress>> addressOf) {
        InetAddress reached = proxy;
        int hops = 0;
        for (String line : lines.reversed()) {
            for (int end = line.length(); end >= 0; ) {
                int comma = line.lastIndexOf(',', end - 1);
                String element = line.substring(comma + 1, end).strip();
                end = comma;
                if (element.isEmpty()) {
                    continue; // part of a list that means nothing (RFC 9110, section 5.6.1.2)
                }
                Optional<InetAddress> address = addressOf.apply(element);
                if (address.isEmpty()) {
                    return reached;
                }
                reached = address.get();
                hops++;
                if (hops >= MOST_PROXIES || !proxies.test(reached)) {
                    return reached;
                }
            }
        }
        return reached;
    }

    /** The {@code for} of an element of {@code Forwarded} (RFC 7239, section 4), which has one at most. */
    private static Optional<InetAddress> node(String element) {
        String found = "";
        for (String pair : element.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
                if (!found.isEmpty()) {
                    return Optional.empty();
                }
                found = pair.substring(equals + 1);
            }
        }
        return AddressLiteral.parse(found);
    }
}
