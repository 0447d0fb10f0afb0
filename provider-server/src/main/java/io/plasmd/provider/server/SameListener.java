package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.ValueReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Finds addresses of the configuration that cannot both be listened on. */
final class SameListener {
    private SameListener() {}

    /**
     * One address.
     *
     * @param section of the configuration, where it can be changed
     */
    record Address(String section, String bind, int port) {

        private boolean collidesWith(Address other) {
            return port != 0 && port == other.port && (isEvery() || other.isEvery() || isSame(other));
        }

        private boolean isEvery() {
            InetSocketAddress address = new InetSocketAddress(bind, port);
            return !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
        }

        private boolean isSame(Address other) {
            return new InetSocketAddress(bind, port).equals(new InetSocketAddress(other.bind, other.port));
        }
    }

    /** All that the settings listen on. */
    static List<Address> of(HostSettings settings) {
        List<Address> addresses = new ArrayList<>();
        addresses.add(new Address("provider.http", settings.bind(), settings.port()));
        settings.tls().ifPresent(tls -> addresses.add(new Address("provider.http.tls", tls.bind(), tls.port())));
        if (settings.operations().isOn()) {
            addresses.add(new Address(
                    "provider.http.operations",
                    settings.operations().bind(),
                    settings.operations().port()));
        }
        return addresses;
    }

    static void report(HostSettings settings, ValueReader reader) {
        List<Address> addresses = of(settings);
        for (int i = 0; i < addresses.size(); i++) {
            for (Address earlier : addresses.subList(0, i)) {
                Address address = addresses.get(i);
                if (address.collidesWith(earlier)) {
                    reader.wrong(
                            address.section() + ".port",
                            earlier.section() + " listens on " + earlier.bind() + ":" + earlier.port()
                                    + " already. Give one of them another port");
                }
            }
        }
    }
}
