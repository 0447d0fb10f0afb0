package io.plasmd.provider.catalog;

import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileDigester;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The digests of all versions of files that have been met. Computed by threads of its own, never by a request's. */
final class Digests implements KnownDigests, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    private static final long START_MILLIS = 5;

    private final Map<FileVersion, Digest> known = new ConcurrentHashMap<>();
    private final Map<FileVersion, LongAdder> underWay = new ConcurrentHashMap<>();
    private final Map<Path, Set<FileVersion>> remembered = new ConcurrentHashMap<>();
    private final Set<FileVersion> unreadable = ConcurrentHashMap.newKeySet();
    private final DigestStore store;
    private final RecordedDigests recorded;
    private final Settling settling;
    private final Uploads uploads;
    private final Relinked relinked = new Relinked();
    private final Proofs proofs = new Proofs();
    private final Set<FileVersion> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;
    private volatile boolean closed;
    private volatile boolean loaded;

    Digests(int parallelism, DigestStore store, RecordedDigests recorded, Uploads uploads, InstantSource clock) {
        this.recorded = recorded;
        this.store = store;
        this.settling = new Settling(clock);
        this.uploads = uploads;
        this.threads = new ThreadPoolExecutor(
                parallelism, parallelism, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "digest");
                    thread.setDaemon(true);
                    return thread;
                });
        // No thread stays when there is nothing left to digest.
        threads.allowCoreThreadTimeOut(true);
    }

    boolean isLoaded() {
        return loaded;
    }

    /** Takes over what an earlier run has remembered of files that still exist. */
    void load() {
        store.load().forEach((version, digest) -> {
            if (Files.exists(version.path())) {
                remembered
                        .computeIfAbsent(version.path(), path -> ConcurrentHashMap.newKeySet())
                        .add(version);
                learn(version, digest);
            }
        });
        loaded = true;
    }

    /** Not before the last run's are known: they would be lost. */
    private void save() {
        if (loaded) {
            store.save(known);
        }
    }

    @Override
    public Optional<Digest> of(FileVersion version) {
        return Optional.ofNullable(known.get(version));
    }

    /** Whether an earlier run has known another version of a file that was dated in the same second. */
    boolean sharesDate(FileVersion version) {
        return remembered.getOrDefault(version.path(), Set.of()).stream()
                .anyMatch(other ->
                        !other.equals(version) && other.modifiedSecond().equals(version.modifiedSecond()));
    }

    private void learn(FileVersion version, Digest digest) {
        known.put(version, digest);
        relinked.known(version, digest);
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
        if (published.isPresent()) {
            learn(version, published.get());
            return published;
        }
        want(version);
        return relinked.digest(version);
    }

    @Override
    public Optional<Digest> prove(FileVersion version, OpenFile file) throws IOException {
        Digest digest = known.get(version);
        if (digest != null) {
            return Optional.of(digest);
        }
        return settling.isSettled(version) ? proofs.of(version, file) : Optional.empty();
    }

    @Override
    public boolean isAtRest(FileVersion version) {
        return !Settling.isCoarse(version) || known.containsKey(version) || settling.isSettled(version);
    }

    /** Has it computed, unless it is known, or under way, or was met just now and may yet change without a trace. */
    private void want(FileVersion version) {
        if (closed || known.containsKey(version) || underWay.containsKey(version)) {
            return;
        }
        long rest = Math.max(settling.restNanos(version), uploads.restNanos(version));
        if (rest > 0) {
            wantLater(version, rest);
        } else if (underWay.putIfAbsent(version, new LongAdder()) == null) {
            threads.execute(() -> compute(version));
        }
    }

    private void wantLater(FileVersion version, long nanos) {
        if (waiting.add(version)) {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> {
                waiting.remove(version);
                want(version);
            });
        }
    }

    private void compute(FileVersion version) {
        LongAdder hashed = underWay.getOrDefault(version, new LongAdder());
        try {
            awaitStarted();
            Optional<Digest> digest = FileDigester.digest(version, hashed::add, () -> closed);
            if (digest.isPresent()) {
                learn(version, digest.get());
                unreadable.remove(version);
                LOG.debug("sha256 of {} is {}", version.path(), digest.get().hex());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is not digested: the server stops", version.path());
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
                save();
            }
        }
    }

    /** Linking the system calls that read a file takes 20 to 40 ms of a processor, which the start has a use for. */
    private void awaitStarted() throws InterruptedException {
        while (recorded.isStarting() && !closed) {
            Thread.sleep(START_MILLIS);
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
        Map<Path, Instant> dates = new HashMap<>();
        present.forEach(version -> dates.put(version.path(), version.modifiedSecond()));
        Set<Path> kept = new HashSet<>();
        // One is kept of those that had the date of the present one, so that no later run believes that date.
        boolean forgotten = known.keySet()
                .removeIf(version -> gone.test(version)
                        && !(version.modifiedSecond().equals(dates.get(version.path())) && kept.add(version.path())));
        if (forgotten) {
            save();
        }
        unreadable.removeIf(gone);
        settling.forgetOld();
        uploads.forgetOld();
        uploads.watch();
        relinked.forget(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Ends the threads; what has been computed so far is remembered. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.shutdownNow();
        // A thread looks at the flag after each read of at most 128 KiB.
        threads.awaitTermination(1, TimeUnit.SECONDS);
        proofs.close();
        save();
    }
}
