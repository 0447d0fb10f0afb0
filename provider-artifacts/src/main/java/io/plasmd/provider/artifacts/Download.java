package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.ArtifactPath;
import java.nio.ByteBuffer;
import java.time.Duration;
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
        /** The client took too little for too long. */
        TOO_SLOW,
        /** Its client had more downloads under way than its share, and others waited. */
        MADE_ROOM,
        /** The file was changed, or the disk fails. */
        BROKEN
    }

    private final ArtifactPath artifact;
    private final String client;
    private final long startedNanos = System.nanoTime();
    private final Consumer<String> cutShort;
    private final AtomicLong sent = new AtomicLong();
    private final RecentRate rate = new RecentRate(System.nanoTime());
    private volatile long promised;
    private volatile Pace pace = Pace.NONE;
    private volatile @Nullable Throwable failure;
    private volatile Consumer<CutOffException> end = why -> {};
    private volatile Runnable givesPlace = () -> {};
    private volatile @Nullable RemoteReads reads;
    private @Nullable ByteBuffer underWay;
    private int underWayBytes;
    private long heldSince;
    private long heldNanos;

    /**
     * A download that begins.
     *
     * @param cutShort told why, where it is this side that breaks it off
     */
    Download(ArtifactPath artifact, String client, Consumer<String> cutShort) {
        this.cutShort = cutShort;
        this.artifact = artifact;
        this.client = client;
    }

    ArtifactPath artifact() {
        return artifact;
    }

    String client() {
        return client;
    }

    /** How long it has been under way, whatever the clock was set to meanwhile. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** How many bytes the answer has; zero until its length is known. */
    long promised() {
        return promised;
    }

    void promise(long bytes) {
        promised = bytes;
    }

    /** A buffer begins to be sent; what is taken out of it counts as written. */
    synchronized void sending(ByteBuffer bytes) {
        underWay = bytes;
        underWayBytes = bytes.remaining();
    }

    /** The buffer is empty. */
    synchronized void sent(int bytes) {
        underWay = null;
        sent.addAndGet(bytes);
    }

    /** How many bytes the kernel has taken, to a part of a buffer. */
    synchronized long written() {
        return sent.get() + (underWay == null ? 0 : underWayBytes - underWay.remaining());
    }

    /** Whether this side keeps the end back, until it is certain that it belongs to what has been sent. */
    synchronized void holdBack(boolean held) {
        if (held && heldSince == 0) {
            heldSince = System.nanoTime();
        } else if (!held && heldSince != 0) {
            heldNanos += System.nanoTime() - heldSince;
            heldSince = 0;
        }
    }

    /** For how many nanoseconds the download has been held back by now: its client cannot help that. */
    synchronized long heldBack() {
        RemoteReads remote = reads;
        long waited = remote == null ? 0 : remote.waitedNanos();
        return waited + (heldSince == 0 ? heldNanos : heldNanos + System.nanoTime() - heldSince);
    }

    /** What it is read by, where that may have to wait. */
    void readBy(@Nullable RemoteReads by) {
        reads = by;
    }

    /** For how many nanoseconds it has waited for a file system by now; zero where it does not. */
    long waitsForFile() {
        RemoteReads remote = reads;
        return remote == null ? 0 : remote.currentNanos();
    }

    /** Has its place given to others when its own end may not come. */
    void whenStuck(Runnable givePlace) {
        givesPlace = givePlace;
    }

    void sampleRate(long nanos) {
        rate.sample(nanos, sent.get());
    }

    /** Over the last few seconds. */
    long bytesPerSecond() {
        return rate.perSecond(System.nanoTime(), sent.get());
    }

    Pace pace() {
        return pace;
    }

    void pace(Pace with) {
        pace = with;
    }

    /** Who can end it, from the outside. */
    void endedBy(Consumer<CutOffException> by) {
        end = by;
    }

    /** Ends it, if it has really begun. */
    void giveUp(CutOffException why) {
        end.accept(why);
    }

    /** This side gives it up; its connection is about to be closed. */
    void cutOff(CutOffException why) {
        failure = why;
        if (why.end() == End.BROKEN) {
            // A thread may be kept in it by the file system for ever.
            givesPlace.run();
        }
    }

    void fail(Throwable cause) {
        if (!(failure instanceof CutOffException)) {
            failure = cause;
        }
        if (end() != End.CLIENT) {
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
            case CutOffException cutOff -> cutOff.end();
            case TimeoutException _ -> End.STALLED;
            case null -> sent.get() == promised ? End.COMPLETED : End.CLIENT;
            default -> End.CLIENT;
        };
    }
}
