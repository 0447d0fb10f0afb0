package io.plasmd.provider.server;

import java.io.IOException;
import java.net.BindException;

/** Why an address cannot be listened on, by cause, and what to do about it. */
final class BindFailure {
    private BindFailure() {}

    /**
     * In words.
     *
     * @param section of the configuration, where the address can be changed
     * @param shared whether another server may have the port as well
     */
    static String describe(String section, String bind, int port, boolean shared, IOException e) {
        Throwable cause = e.getCause() instanceof BindException bound ? bound : e;
        boolean hasOptions = section.equals("provider.http");
        String portSetting = hasOptions ? "--port" : section + ".port";
        String bindSetting = hasOptions ? "--bind" : section + ".bind";
        String reason = String.valueOf(cause.getMessage());
        // The words of strerror(3) for EADDRINUSE, EADDRNOTAVAIL and EACCES; glibc and musl have two for the second.
        String remedy = switch (reason) {
            case "Address already in use", "Address in use" ->
                "Stop what uses that port (ss -ltnp 'sport = :" + port + "' names it), or choose another with "
                        + portSetting + " (0 picks a free one) or " + bindSetting + "."
                        + (shared
                                ? " It is shared (provider.http.reuse-port) only with a server that was started so as well, by"
                                        + " the same user."
                                : "");
            case "Cannot assign requested address", "Address not available" ->
                "This machine does not have the address (ip address shows those that it has). Choose one of them with "
                        + bindSetting + ", 0.0.0.0 for all, or start the server once it is there.";
            case "Permission denied" ->
                "Ports below 1024 are for root and for processes with CAP_NET_BIND_SERVICE, which the systemd unit of"
                        + " the install gives. Run it by that, or choose another port with " + portSetting + ".";
            default -> "Choose another port with " + portSetting + " or another address with " + bindSetting + ".";
        };
        return "cannot listen on " + bind + ":" + port + ": " + reason + ". " + remedy;
    }
}
