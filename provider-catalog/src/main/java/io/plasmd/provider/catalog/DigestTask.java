package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;

/** A version of a file whose digest is to be computed. */
final class DigestTask {
    private final FileVersion version;
    private final long restsUntilNanos;
    private long begunNanos;
    private volatile boolean running;
    private volatile boolean givenUp;
    private volatile long hashed;

    /**
     * Does nothing by itself.
     *
     * @param restsUntilNanos before which it is not to be read, by {@link System#nanoTime()}
     */
    DigestTask(FileVersion version, long restsUntilNanos) {
        this.version = version;
        this.restsUntilNanos = restsUntilNanos;
    }

    FileVersion version() {
        return version;
    }

    long restsUntilNanos() {
        return restsUntilNanos;
    }

    void begin() {
        begunNanos = System.nanoTime();
        running = true;
    }

    boolean isRunning() {
        return running;
    }

    long spentNanos() {
        return System.nanoTime() - begunNanos;
    }

    /** Another version has come in its place. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Told of each read, by the one thread that reads. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void read(long bytes) {
        hashed += bytes;
    }

    long hashed() {
        return hashed;
    }
}
