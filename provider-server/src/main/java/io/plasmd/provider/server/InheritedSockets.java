package io.plasmd.provider.server;

import io.plasmd.provider.files.ListeningSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sockets that are listened on for this server while it does not run, sd_listen_fds(3): clients that come between two
 * servers wait in them. Each belongs to the setting that names its port, so that nothing has to be said twice but the port.
 */
final class InheritedSockets {
    /** SD_LISTEN_FDS_START. */
    private static final int FIRST = 3;

    private final int count;
    private final List<ListeningSocket> left = new ArrayList<>();
    private boolean isRead;

    private InheritedSockets(int count) {
        this.count = count;
    }

    static InheritedSockets of(Map<String, String> environment) {
        String pid = environment.get("LISTEN_PID");
        String count = environment.getOrDefault("LISTEN_FDS", "");
        boolean isOurs = pid != null && ServiceManager.isForThisProcess(pid) && count.matches("\\d{1,4}");
        return new InheritedSockets(isOurs ? Integer.parseInt(count) : 0);
    }

    /** Takes the one with a port. */
    Optional<ListeningSocket> take(int port) throws StartException {
        read();
        Optional<ListeningSocket> found = left.stream()
                .filter(socket -> socket.address().getPort() == port)
                .findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    private void read() throws StartException {
        if (isRead) {
            return;
        }
        isRead = true;
        for (int descriptor = FIRST; descriptor < FIRST + count; descriptor++) {
            try {
                left.add(ListeningSocket.of(descriptor));
            } catch (IOException e) {
                throw new StartException(
                        ExitStatus.WRONG_USAGE,
                        "cannot use the sockets of the service manager (provider.socket): " + e.getMessage()
                                + ". It has to have lines ListenStream=PORT, and Accept=no.",
                        e);
            }
        }
    }

    /** Of those that no setting has asked for, clients would wait for ever. */
    void requireAllTaken(List<SameListener.Address> configured) throws StartException {
        if (left.isEmpty()) {
            return;
        }
        throw new StartException(
                ExitStatus.WRONG_USAGE,
                "the service manager (provider.socket) listens on "
                        + left.stream()
                                .map(socket -> "port " + socket.address().getPort())
                                .collect(Collectors.joining(", "))
                        + ", and the server does not, or has it already: "
                        + configured.stream()
                                .map(address -> address.section() + ".port = " + address.port())
                                .collect(Collectors.joining(", "))
                        + ". Give both the same ports, each once: systemctl edit provider.socket, with an empty"
                        + " ListenStream= before the lines with the ports.");
    }
}
