package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

/** Whether the addresses of a server can be had, without keeping them. */
final class AddressTrial {
    private AddressTrial() {}

    /**
     * What stands against them; not that this very server runs already, or that a service manager listens for it.
     *
     * @param running the process that has the data directory
     */
    static List<Problem> problems(HostSettings settings, DataLock.Holder running) {
        List<Problem> problems = new ArrayList<>();
        for (SameListener.Address address : SameListener.of(settings)) {
            // One that does not listen: no client may come to it by mistake.
            try (SocketChannel socket = SocketChannel.open()) {
                // As the server itself does: connections of an earlier one that linger are no hindrance.
                socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, settings.reusePort());
                socket.bind(new InetSocketAddress(address.bind(), address.port()));
            } catch (IOException e) {
                if (!isHarmless(e, address.port(), running)) {
                    String why = BindFailure.describe(
                            address.section(), address.bind(), address.port(), settings.reusePort(), e);
                    problems.add(new Problem("", why).ofMachine());
                }
            } catch (UnresolvedAddressException e) {
                // A name that nobody knows: a problem of the settings already.
            }
        }
        return problems;
    }

    private static boolean isHarmless(IOException e, int port, DataLock.Holder running) {
        String reason = e instanceof BindException ? String.valueOf(e.getMessage()) : "";
        // Whoever checks need not have the privileges of the server, such as that for port 80.
        return reason.contains("Permission denied")
                || (reason.contains("in use") && PortHolder.isServerOrManager(port, running));
    }
}
