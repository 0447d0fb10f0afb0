package io.plasmd.provider.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What limits count a client by: its address, or of IPv6 the network that it is in. Every machine has a network of 2^64
 * addresses to itself, if it likes, and would otherwise be as many clients.
 */
public final class CountedAddress {
    private static final int ALL_BITS = 128;

    /** Of IPv6, how many bits of an address count. */
    private final int prefix;

    public CountedAddress(int prefix) {
        this.prefix = Math.clamp(prefix, 1, ALL_BITS);
    }

    /** An IPv4 address that is written as one of IPv6 has become one of IPv4 long before, wherever it came from. */
    InetAddress of(InetAddress address) {
        if (!isOneOfMany(address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        int whole = prefix / Byte.SIZE;
        if (prefix % Byte.SIZE != 0) {
            bytes[whole] &= (byte) (0xff << (Byte.SIZE - prefix % Byte.SIZE));
            whole++;
        }
        Arrays.fill(bytes, whole, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of a link are all in one network, and no machine has more than a few. */
    private boolean isOneOfMany(InetAddress address) {
        return prefix < ALL_BITS && address instanceof Inet6Address && !address.isLinkLocalAddress();
    }

    /** For people and as a key. */
    public String text(InetAddress address) {
        String counted = of(address).getHostAddress();
        return isOneOfMany(address) ? counted + "/" + prefix : counted;
    }
}
