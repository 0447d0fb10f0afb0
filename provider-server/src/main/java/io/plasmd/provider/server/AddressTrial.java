package io.plasmd.provider.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether the addresses of a server can be had, without keeping them. */
final class AddressTrial {
    private AddressTrial() {}

    /**
     * What stands against them.
     *
     * @param running whether this very server runs already, and so has its ports
     */
    static List<Problem> problems(HostSettings settings, boolean running) {
        List<Problem> problems = new ArrayList<>();
        for (SameListener.Address address : SameListener.of(settings)) {
            try (var socket = new ServerSocket()) {
                // As the server itself does: connections of an earlier one that linger are no hindrance.
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address.bind(), address.port()));
            } catch (IOException e) {
                if (!isOf(e, "in use", running) && !isOf(e, "Permission denied", true)) {
                    problems.add(
                            new Problem("", BindFailure.describe(address.section(), address.bind(), address.port(), e))
                                    .ofMachine());
                }
            } catch (IllegalArgumentException e) {
                // A name that nobody knows: a problem of the settings already.
            }
        }
        return problems;
    }

    /** Whoever checks need not have the privileges of the server, such as that for port 80. */
    private static boolean isOf(IOException e, String words, boolean harmless) {
        return harmless
                && e instanceof BindException
                && String.valueOf(e.getMessage()).contains(words);
    }
}
