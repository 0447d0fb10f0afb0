package io.plasmd.provider.artifacts;

import java.util.Optional;

/** A download that the watch has an eye on, with the connection that it goes over. */
final class WatchedDownload {
    private final Download download;
    private final ClientConnection connection;
    private final SpeedLimits limits;
    private final Pulse pulse;
    private volatile boolean over;

    WatchedDownload(Download download, ClientConnection connection, SpeedLimits limits, long now) {
        this.download = download;
        this.connection = connection;
        this.limits = limits;
        pulse = new Pulse(limits, now);
        download.endedBy(this::cutOff);
    }

    Download download() {
        return download;
    }

    ClientConnection connection() {
        return connection;
    }

    boolean isSuspect(long now) {
        return pulse.isSuspect(itsTime(now), download.written());
    }

    /** Why it has to be cut off. */
    Optional<CutOffException> look(long now, SendQueues queues) {
        if (over) {
            return Optional.empty();
        }
        if (download.waitsForFile() >= limits.stallTimeout().toNanos()) {
            return Optional.of(new CutOffException(
                    Download.End.BROKEN,
                    "the file system did not answer for "
                            + limits.stallTimeout().toSeconds() + " s (limits.stall-timeout)"));
        }
        // In this order: what is written in between counts for the client, not against it.
        var held = connection.held(queues);
        return pulse.look(itsTime(now), download.written(), held);
    }

    /** Its clock stands still while it waits for its pace, or is held back. */
    private long itsTime(long now) {
        return now - download.pace().waited(now) - download.heldBack();
    }

    void cutOff(CutOffException why) {
        over = true;
        download.cutOff(why);
        connection.abort(why);
    }
}
