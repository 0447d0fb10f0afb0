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
 * @param minRate with fewer bytes per second of artifacts, on all connections together and over the time of patience, it
 *     is given up; 0 for as few as the server likes
 * @param manifestTime a manifest that is not there after so long is given up
 * @param tls null for the certificates that the Java runtime trusts
 */
public record TransferSettings(
        String version,
        int connections,
        Duration stall,
        Duration patience,
        long minRate,
        Duration manifestTime,
        @Nullable SSLContext tls) {

    public TransferSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("connections = " + connections);
        }
    }

    /** Four connections, 30 seconds, two minutes, 1 KiB/s, two minutes. */
    public static TransferSettings of(String version) {
        return new TransferSettings(
                version, 4, Duration.ofSeconds(30), Duration.ofMinutes(2), 1024, Duration.ofMinutes(2), null);
    }

    public TransferSettings withConnections(int number) {
        return new TransferSettings(version, number, stall, patience, minRate, manifestTime, tls);
    }

    public TransferSettings withStall(Duration time) {
        return new TransferSettings(version, connections, time, patience, minRate, manifestTime, tls);
    }

    public TransferSettings withPatience(Duration time) {
        return new TransferSettings(version, connections, stall, time, minRate, manifestTime, tls);
    }

    public TransferSettings withMinRate(long bytesPerSecond) {
        return new TransferSettings(version, connections, stall, patience, bytesPerSecond, manifestTime, tls);
    }

    public TransferSettings withManifestTime(Duration time) {
        return new TransferSettings(version, connections, stall, patience, minRate, time, tls);
    }

    public TransferSettings withTls(@Nullable SSLContext context) {
        return new TransferSettings(version, connections, stall, patience, minRate, manifestTime, context);
    }
}
