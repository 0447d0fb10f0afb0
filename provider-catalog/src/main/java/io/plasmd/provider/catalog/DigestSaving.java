package io.plasmd.provider.catalog;

import io.plasmd.provider.files.ThreadTime;

/** When digests are written to disk: soon where there are a few, and of a hundred thousand not with each new one. */
final class DigestSaving {
    /** Writing takes a hundredth of a core at the most. */
    private static final int REST_PER_SAVE = 99;

    private final Runnable write;
    private boolean wanted;
    private long restedAtNanos = System.nanoTime();

    DigestSaving(Runnable write) {
        this.write = write;
    }

    /** More is known than has been written. */
    synchronized void wanted() {
        wanted = true;
    }

    synchronized void saveIfTime() {
        if (wanted && System.nanoTime() - restedAtNanos >= 0) {
            save();
        }
    }

    synchronized void save() {
        wanted = false;
        long before = ThreadTime.nanos();
        write.run();
        restedAtNanos = System.nanoTime() + REST_PER_SAVE * (ThreadTime.nanos() - before);
    }
}
