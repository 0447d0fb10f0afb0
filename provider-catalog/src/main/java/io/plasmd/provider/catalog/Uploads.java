package io.plasmd.provider.catalog;

import io.plasmd.provider.release.FileVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files that are being written in place, with pauses. Half of a kernel is a kernel like any other to whoever computes its
 * digest, and the signature over that digest would vouch for it. So what came or grew while this server looked rests for
 * a time before it has a digest.
 *
 * <p>What was renamed into place is complete: the inode's change is then later than the last write. So is what already was
 * there when the server began to look, and what is written in one go.
 */
final class Uploads {
    /** scp and sftp write so much at once, curl and cp no less. */
    private static final long ONE_WRITE = 32L * 1024;

    /** As long as copying a kernel takes. */
    private static final long SOON_NANOS = 1_000_000_000L;

    /**
     * FAT keeps one time alone, so that what is renamed into place there looks like what is written in place: longer than
     * people let an upload pause, and not as long as they wait for a release.
     */
    private static final long AT_ONCE_NANOS = 2 * Settling.COARSE_STEP.toNanos();

    private final long restNanos;

    /** By the clock that files have their times from, if they are on this machine. */
    private final long begunNanos;

    /** Of each file the last version: of those before nobody asks any more. */
    private final Map<FilePlace, Met> met = new ConcurrentHashMap<>();

    private volatile boolean watching;

    /**
     * A version that was met.
     *
     * @param sinceNanos when it was first met, by {@link System#nanoTime()}
     * @param growingNanos when the first of those was met of which each was longer than the one before
     * @param restNanos how long it has to rest
     */
    private record Met(FileVersion version, long sinceNanos, long growingNanos, long restNanos) {}

    Uploads(Duration rest) {
        restNanos = rest.toNanos();
        Instant begun = Instant.now();
        begunNanos = TimeUnit.SECONDS.toNanos(begun.getEpochSecond()) + begun.getNano();
    }

    /** What comes from now on came while somebody looked. */
    void watch() {
        watching = true;
    }

    /** How long a version has to rest; zero or less where it has no need to, or has done so. */
    long restNanos(FileVersion version) {
        long now = System.nanoTime();
        Met first = met.compute(
                FilePlace.of(version),
                (place, before) ->
                        before != null && before.version().equals(version) ? before : met(version, before, now));
        return first.restNanos() - (now - first.sinceNanos());
    }

    private Met met(FileVersion version, @Nullable Met before, long now) {
        long growing = before != null && before.version().size() < version.size() ? before.growingNanos() : now;
        if (!isUpload(version, before, now)) {
            return new Met(version, now, growing, 0);
        }
        boolean isAtOnce = now - growing < SOON_NANOS;
        long rest = Settling.isCoarse(version) && isAtOnce ? Math.min(restNanos, AT_ONCE_NANOS) : restNanos;
        return new Met(version, now, growing, rest);
    }

    private boolean isUpload(FileVersion version, @Nullable Met before, long now) {
        boolean changedJustNow = before != null && now - before.sinceNanos() < restNanos;
        return (watching || version.changedNanos() > begunNanos)
                && version.changedNanos() == version.modifiedNanos()
                && (version.size() == 0 || version.size() > ONE_WRITE || changedJustNow);
    }

    /** Those that have rested, and have been asked for since. */
    void forgetOld() {
        long now = System.nanoTime();
        met.values().removeIf(one -> now - one.sinceNanos() > 2 * restNanos + SOON_NANOS);
    }
}
