package io.plasmd.provider.netboot.dhcp;

import io.plasmd.provider.netboot.arguments.UsageException;
import java.util.regex.Pattern;

/**
 * A network of IPv4.
 *
 * @param network its first address
 * @param length of the prefix in bits
 */
record Subnet(int network, int length) {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Of {@code 10.0.0.0/24}. */
    static Subnet of(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!length.matches("\\d{1,2}") || Integer.parseInt(length) > 30 || Integer.parseInt(length) < 1) {
            throw new UsageException("\"" + text + "\" is no network: expected one as 10.0.0.0/24");
        }
        var subnet = new Subnet(address(text.substring(0, slash)), Integer.parseInt(length));
        if (subnet.network != (subnet.network & subnet.mask())) {
            throw new UsageException("\"" + text + "\" is an address within a network; the network is "
                    + text(subnet.network & subnet.mask()) + "/" + length);
        }
        return subnet;
    }

    static int address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw noAddress(text);
        }
        int address = 0;
        for (String part : text.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) {
                throw noAddress(text);
            }
            address = (address << 8) | Integer.parseInt(part);
        }
        return address;
    }

    private static UsageException noAddress(String text) {
        return new UsageException("\"" + text + "\" is no IPv4 address: expected one as 10.0.0.1");
    }

    static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "."
                + (address & 255);
    }

    private int mask() {
        return -1 << (32 - length);
    }

    boolean contains(int address) {
        return (address & mask()) == network;
    }

    String networkText() {
        return text(network);
    }

    String maskText() {
        return text(mask());
    }

    @Override
    public String toString() {
        return networkText() + "/" + length;
    }
}
