package io.plasmd.provider.netboot;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Which servers a machine is to ask, as base URLs without a slash at the end.
 *
 * @param configured empty: the one that was asked
 */
record Servers(List<String> configured) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    /** They send a Host without the port that they came by (GRUB 2.06 and 2.12, grub-core/net/http.c; Syslinux 6). */
    private static final Pattern WITHOUT_PORT = Pattern.compile("(GRUB|Syslinux|U-Boot).*");

    /**
     * In the order of one machine: the machines of a server that fails spread over all others.
     *
     * @param machine its name; empty where it has none
     */
    List<String> order(String machine, HttpServletRequest request) {
        if (configured.isEmpty()) {
            return List.of(asked(request));
        }
        List<String> order = new ArrayList<>(configured);
        if (!machine.isEmpty()) {
            order.sort((a, b) -> Long.compare(rank(machine, a), rank(machine, b)));
        }
        return order;
    }

    private static long rank(String machine, String server) {
        var hash = new CRC32();
        hash.update((machine + ' ' + server).getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }

    private static String asked(HttpServletRequest request) {
        String scheme = request.getScheme();
        @Nullable String host = request.getHeader("Host");
        @Nullable String agent = request.getHeader("User-Agent");
        if (host == null || !HOST.matcher(request.getServerName()).matches()) {
            return scheme + "://" + literal(request.getLocalAddr()) + port(scheme, request.getLocalPort());
        }
        boolean portIsUnsaid = !host.matches(".*:[0-9]+")
                && agent != null
                && WITHOUT_PORT.matcher(agent).matches();
        return scheme + "://" + request.getServerName()
                + port(scheme, portIsUnsaid ? request.getLocalPort() : request.getServerPort());
    }

    private static String literal(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    }

    private static String port(String scheme, int port) {
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }
}
