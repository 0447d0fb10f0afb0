package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileDigester;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The digests of all versions of files that have been met. Computed by threads of its own, never by a request's. */
final class Digests implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    /** Kernels before 6.13 stamp a change with the time of the last timer tick, 10 ms apart at the most. */
    private static final Duration SETTLED = Duration.ofMillis(50);

    /** File systems without fractions of a second stamp two changes within one second alike. */
    private static final Duration SETTLED_IN_WHOLE_SECONDS = Duration.ofSeconds(1);

    private final Map<FileVersion, Digest> known = new ConcurrentHashMap<>();
    private final Map<FileVersion, LongAdder> underWay = new ConcurrentHashMap<>();
    private final Set<FileVersion> unreadable = ConcurrentHashMap.newKeySet();
    private final DigestStore store;
    private final RecordedDigests recorded;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private volatile boolean closed;

    Digests(int parallelism, DigestStore store, RecordedDigests recorded, InstantSource clock) {
        this.recorded = recorded;
        this.store = store;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                parallelism, parallelism, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "digest");
                    thread.setDaemon(true);
                    return thread;
                });
        // No thread stays when there is nothing left to digest.
        threads.allowCoreThreadTimeOut(true);
    }

    /** Takes over what an earlier run has remembered of files that still exist. */
    void load() {
        store.load().forEach((version, digest) -> {
            if (Files.exists(version.path())) {
                known.put(version, digest);
            }
        });
    }

    Optional<Digest> of(FileVersion version) {
        return Optional.ofNullable(known.get(version));
    }

    /** A digest that is known or, of a published file, on record; of any other it is computed, for those who ask later. */
    Optional<Digest> find(FileVersion version) {
        Digest digest = known.get(version);
        if (digest != null) {
            return Optional.of(digest);
        }
        if (recorded.isTooEarlyFor(version)) {
            return Optional.empty();
        }
        Optional<Digest> published = recorded.of(version);
        published.ifPresentOrElse(found -> known.put(version, found), () -> want(version));
        return published;
    }

    /** Has it computed, unless it is known, or under way, or the file has changed just now and may yet change again. */
    private void want(FileVersion version) {
        if (closed
                || known.containsKey(version)
                || !isSettled(version)
                || underWay.putIfAbsent(version, new LongAdder()) != null) {
            return;
        }
        threads.execute(() -> compute(version));
    }

    /** A second change that gets the same time stamp as the first would go unnoticed. */
    private boolean isSettled(FileVersion version) {
        long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        long age = now - version.modifiedNanos();
        Duration needed = version.modifiedNanos() % 1_000_000_000L == 0 ? SETTLED_IN_WHOLE_SECONDS : SETTLED;
        // A time stamp in the future says nothing; waiting for it could take for ever.
        return age >= needed.toNanos() || age < -needed.toNanos();
    }

    private void compute(FileVersion version) {
        LongAdder hashed = underWay.getOrDefault(version, new LongAdder());
        try {
            Optional<Digest> digest = FileDigester.digest(version, hashed::add, () -> closed);
            if (digest.isPresent()) {
                known.put(version, digest.get());
                unreadable.remove(version);
                LOG.debug("sha256 of {} is {}", version.path(), digest.get().hex());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} went away before it was digested", version.path());
        } catch (IOException e) {
            if (!closed && unreadable.add(version)) {
                LOG.warn(
                        "cannot read {}: {}. Clients get 503 for it; check its permissions and the disk.",
                        version.path(),
                        e.toString());
            }
        } finally {
            underWay.remove(version);
            if (underWay.isEmpty() && !closed) {
                store.save(known);
            }
        }
    }

    /** The versions whose digests are being computed or wait for it, with the bytes that have been read of each. */
    Map<FileVersion, Long> underWay() {
        Map<FileVersion, Long> progress = new HashMap<>();
        underWay.forEach((version, hashed) -> progress.put(version, hashed.sum()));
        return progress;
    }

    /** Whether it could not be computed, so that waiting for it is of no use. */
    boolean isUnreadable(FileVersion version) {
        return unreadable.contains(version);
    }

    int knownCount() {
        return known.size();
    }

    /**
     * Forgets versions that are gone. Those below a directory that is gone as a whole stay: it may be a file system that
     * is not mounted just now.
     *
     * @param present every version on disk
     */
    void forgetAllBut(Set<FileVersion> present) {
        Predicate<FileVersion> gone = version -> !present.contains(version) && Files.isDirectory(version.directory());
        if (known.keySet().removeIf(gone)) {
            store.save(known);
        }
        unreadable.removeIf(gone);
    }

    /** Ends the threads; what has been computed so far is remembered. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.shutdownNow();
        // A thread looks at the flag after each read of at most 128 KiB.
        threads.awaitTermination(1, TimeUnit.SECONDS);
        store.save(known);
    }
}
