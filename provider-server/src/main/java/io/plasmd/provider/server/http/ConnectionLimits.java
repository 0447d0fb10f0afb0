package io.plasmd.provider.server.http;

import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * How many connections there may be, and what is expected of them.
 *
 * @param setting where the number of connections comes from, for people
 * @param connections in all
 * @param perAddress from one address
 * @param headerTimeout the time for the head of a request
 * @param counted by what addresses are told apart
 * @param proxies that may have more than others, since they speak for many clients
 */
public record ConnectionLimits(
        String setting,
        int connections,
        int perAddress,
        Duration headerTimeout,
        CountedAddress counted,
        InetAddressSet proxies) {

    /** Those of the operations address, which has no clients but a few scrapers and people. */
    public static ConnectionLimits ofOperations(Duration headerTimeout) {
        return new ConnectionLimits(
                "of provider.http.operations",
                64,
                Integer.MAX_VALUE,
                headerTimeout,
                new CountedAddress(128),
                new InetAddressSet());
    }

    boolean isProxy(InetAddress address) {
        return proxies.test(address);
    }

    /**
     * Connections beyond the limit that are still accepted, to be told why they are turned away: a 503 with {@code
     * Retry-After} is what boot clients come back after, while a closed connection is the end for many of them.
     */
    public int reserve() {
        return Math.max(16, connections / 32);
    }
}
