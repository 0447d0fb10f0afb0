package io.plasmd.provider.release;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How artifacts are read from another machine.
 *
 * @param version of this program, for the {@code User-Agent}
 * @param connections at most so many requests at once
 * @param stall without a byte for so long, a connection counts as lost
 * @param patience without a byte on any connection for so long, it is given up
 * @param tls null for the certificates that the Java runtime trusts
 */
public record TransferSettings(
        String version,
        int connections,
        Duration stall,
        Duration patience,
        @Nullable SSLContext tls) {

    public TransferSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("connections = " + connections);
        }
    }

    /** Four connections, 30 seconds, two minutes. */
    public static TransferSettings of(String version) {
        return new TransferSettings(version, 4, Duration.ofSeconds(30), Duration.ofMinutes(2), null);
    }

    public TransferSettings withConnections(int number) {
        return new TransferSettings(version, number, stall, patience, tls);
    }

    public TransferSettings withStall(Duration time) {
        return new TransferSettings(version, connections, time, patience, tls);
    }

    public TransferSettings withPatience(Duration time) {
        return new TransferSettings(version, connections, stall, time, tls);
    }

    public TransferSettings withTls(@Nullable SSLContext context) {
        return new TransferSettings(version, connections, stall, patience, context);
    }
}
