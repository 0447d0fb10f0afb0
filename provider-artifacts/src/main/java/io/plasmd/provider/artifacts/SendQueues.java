package io.plasmd.provider.artifacts;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * What the kernel holds of each TCP connection: sent and not acknowledged, or not even sent; as {@code
 * /proc/self/net/tcp} says in the column {@code tx_queue} (proc_pid_net(5)).
 */
final class SendQueues {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    /** Of none is anything known. */
    static final SendQueues UNKNOWN = new SendQueues(Map.of());

    private final Map<String, Long> queues;

    private SendQueues(Map<String, Long> queues) {
        this.queues = queues;
    }

    /** As they are now; of a table that cannot be read, nothing is known. */
    static SendQueues now() {
        return read(TABLES);
    }

    static SendQueues read(List<Path> tables) {
        Map<String, Long> queues = new HashMap<>();
        for (Path table : tables) {
            // Latin-1: the kernel writes ASCII, and this never fails on it.
            try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
                // The names of the columns.
                lines.readLine();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    add(line, queues);
                }
            } catch (IOException e) {
                // Another kernel, or hidden from this process: as if the connections were not in it.
            }
        }
        return new SendQueues(queues);
    }

    /** {@code 0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 …}. */
    private static void add(String line, Map<String, Long> queues) {
        var columns = new StringTokenizer(line);
        if (columns.countTokens() < 5) {
            return;
        }
        columns.nextToken();
        String local = columns.nextToken();
        String remote = columns.nextToken();
        columns.nextToken();
        String queue = columns.nextToken();
        int colon = queue.indexOf(':');
        if (colon > 0) {
            queues.put(local + " " + remote, Long.parseLong(queue, 0, colon, 16));
        }
    }

    /** Empty where the connection is not there, or cannot be seen. */
    OptionalLong of(InetSocketAddress local, InetSocketAddress remote) {
        Long queue = queues.get(key(local, "") + " " + key(remote, ""));
        if (queue == null) {
            // A socket that takes both families is in the table of IPv6, with addresses such as ::ffff:10.1.2.3.
            String mapped = words(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});
            queue = queues.get(key(local, mapped) + " " + key(remote, mapped));
        }
        return queue == null ? OptionalLong.empty() : OptionalLong.of(queue);
    }

    private static String key(InetSocketAddress address, String prefix) {
        InetAddress host = address.getAddress();
        return prefix + words(host.getAddress()) + String.format(":%04X", address.getPort());
    }

    /** The kernel prints an address as words of its own byte order. */
    private static String words(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        var text = new StringBuilder();
        while (bytes.hasRemaining()) {
            text.append(String.format("%08X", bytes.getInt()));
        }
        return text.toString();
    }
}
