package io.plasmd.provider.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who listens on a port of this machine: proc(5) has the sockets by number, and each process has those that it holds. */
final class PortHolder {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String SERVICE_MANAGER = "systemd";
    private static final int FIRST_PROCESS = 1;

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int SOCKET = 9;
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /**
     * Whether it is the server that runs, or systemd (provider.socket), which listens for it. What a server holds is open to
     * root, and to its own user where that has the same privileges; to others it is believed.
     */
    static boolean isServerOrManager(int port, DataLock.Holder running) {
        try {
            Set<String> sockets = listening(port);
            return (isManager(FIRST_PROCESS) && holdsOrHides(FIRST_PROCESS, sockets, false))
                    || (running.isThere() && holdsOrHides(running.process(), sockets, true));
        } catch (IOException e) {
            return running.isThere();
        }
    }

    private static boolean isManager(long process) throws IOException {
        return Files.readString(PROCESSES.resolve(process + "/comm")).strip().equals(SERVICE_MANAGER);
    }

    private static boolean holdsOrHides(long process, Set<String> sockets, boolean isBelieved) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES.resolve(process + "/fd"))) {
            for (Path descriptor : all) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return isBelieved;
        }
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            // Closed by now.
            return "";
        }
    }

    /** As the links in /proc/PID/fd name them. */
    private static Set<String> listening(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Path file = PROCESSES.resolve(table);
            // Where the kernel has no IPv6.
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] fields = line.strip().split(" +", -1);
                if (fields.length > SOCKET
                        && fields[LOCAL_ADDRESS].endsWith(suffix)
                        && fields[STATE].equals(LISTENING)) {
                    sockets.add("socket:[" + fields[SOCKET] + "]");
                }
            }
        }
        return sockets;
    }
}
