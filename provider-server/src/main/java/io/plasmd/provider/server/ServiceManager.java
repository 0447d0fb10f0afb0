package io.plasmd.provider.server;

import io.plasmd.provider.files.NotifySocket;
import io.plasmd.provider.server.log.Seldom;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever has started this process how it is, sd_notify(3), and takes what it gives. Where nobody wants to know
 * (NOTIFY_SOCKET is not set), nothing is done, and nothing loaded for it.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    /** Beyond what the stop itself takes: what is cut off gets a moment to end. */
    private static final Duration AFTER_THE_GRACE = Duration.ofSeconds(10);

    static final ServiceManager NONE = of(Map.of());

    private final @Nullable NotifySocket socket;
    private final InheritedSockets sockets;
    private final @Nullable Duration watchdog;
    private final Seldom failures = new Seldom();
    private volatile String readyStatus = "";

    private ServiceManager(@Nullable NotifySocket socket, InheritedSockets sockets, @Nullable Duration watchdog) {
        this.socket = socket;
        this.sockets = sockets;
        this.watchdog = watchdog;
    }

    /** What the variables of a process say about it. */
    public static ServiceManager of(Map<String, String> environment) {
        var socket = new NotifySocket(environment.getOrDefault("NOTIFY_SOCKET", ""));
        boolean isThere = socket.isKnown();
        return new ServiceManager(
                isThere ? socket : null,
                InheritedSockets.of(environment),
                isThere && isForThisProcess(environment.get("WATCHDOG_PID"))
                        ? watchdog(environment.getOrDefault("WATCHDOG_USEC", ""))
                        : null);
    }

    /** Whether a variable with the number of a process, which children inherit, means this one. */
    static boolean isForThisProcess(@Nullable String pid) {
        return pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
    }

    private static @Nullable Duration watchdog(String microseconds) {
        try {
            long value = Long.parseLong(microseconds);
            return value > 0 ? Duration.of(value, ChronoUnit.MICROS) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether anybody wants to know. */
    boolean isThere() {
        return socket != null;
    }

    /** How long it waits for a sign of life; empty where it does not. */
    Optional<Duration> watchdog() {
        return Optional.ofNullable(watchdog);
    }

    /** What is listened on for this process already. */
    InheritedSockets sockets() {
        return sockets;
    }

    /** Requests are answered from here on. */
    public void ready(String status) {
        readyStatus = status;
        send("READY=1\nSTATUS=" + status);
    }

    /** Looks at its files again; over when {@link #reloaded} is called. */
    public void reloading() {
        // Of CLOCK_MONOTONIC, which is what Java has on Linux.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    public void reloaded() {
        ready(readyStatus);
    }

    /** Stops, which may take as long as that, and a little more. */
    void stopping(Duration atMost) {
        send("STOPPING=1\nSTATUS=stops\nEXTEND_TIMEOUT_USEC="
                + TimeUnit.MICROSECONDS.convert(atMost.plus(AFTER_THE_GRACE)));
    }

    void status(String text) {
        send("STATUS=" + text);
    }

    void alive() {
        send("WATCHDOG=1");
    }

    private void send(String message) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(message);
        } catch (IOException e) {
            failures.run(() -> LOG.warn("the service manager cannot be told how the server is: {}", e.getMessage()));
        }
    }
}
