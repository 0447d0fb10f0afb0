package io.plasmd.provider.artifacts;

import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An artifact, or ranges of it, on the way to one client. */
final class Download {

    /** How a download ended. */
    enum End {
        COMPLETED,
        /** The client went away, or the network did. */
        CLIENT,
        /** The client took nothing for too long. */
        STALLED,
        /** The file was changed, or the disk fails. */
        BROKEN
    }

    private final ArtifactPath artifact;
    private final String client;
    private final Instant startedAt;
    private final Consumer<String> cutShort;
    private final AtomicLong sent = new AtomicLong();
    private volatile long promised;
    private volatile @Nullable Throwable failure;

    /**
     * A download that begins.
     *
     * @param cutShort told why, where it is this side that breaks it off
     */
    Download(ArtifactPath artifact, String client, Instant startedAt, Consumer<String> cutShort) {
        this.cutShort = cutShort;
        this.artifact = artifact;
        this.client = client;
        this.startedAt = startedAt;
    }

    ArtifactPath artifact() {
        return artifact;
    }

    String client() {
        return client;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** How many bytes the answer has; zero until its length is known. */
    long promised() {
        return promised;
    }

    void promise(long bytes) {
        promised = bytes;
    }

    /** How many bytes the network has taken. */
    long sent() {
        return sent.get();
    }

    void progress(long bytes) {
        sent.addAndGet(bytes);
    }

    void fail(Throwable cause) {
        failure = cause;
        if (end() == End.BROKEN) {
            cutShort.accept(failureMessage());
        }
    }

    String failureMessage() {
        Throwable cause = failure;
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    End end() {
        return switch (failure) {
            case ArtifactBrokenException _ -> End.BROKEN;
            case TimeoutException _ -> End.STALLED;
            case null -> sent.get() == promised ? End.COMPLETED : End.CLIENT;
            default -> End.CLIENT;
        };
    }
}
