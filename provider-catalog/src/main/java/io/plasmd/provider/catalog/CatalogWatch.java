package io.plasmd.provider.catalog;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the artifacts directory again and again, in a thread of its own, so that new files are digested before
 * anyone asks for them. Looking works on every file system; notifications of changes do not (NFS).
 */
final class CatalogWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A look takes milliseconds; on a network file system that is away it takes for ever. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    /** Looks that requests ask for take a tenth of one core at most, however large the directory is. */
    private static final int REST_PER_LOOK = 9;

    private final TreeScanner scanner;
    private final KeptReleases releases;
    private final Digests digests;
    private final Duration interval;
    private final BooleanSupplier starting;
    private final List<Runnable> afterLooks = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var scan = new Thread(task, "scan");
        scan.setDaemon(true);
        return scan;
    });
    private volatile Inventory inventory;
    private long askedNanos = System.nanoTime();
    private long restNanos;
    private boolean failing;

    CatalogWatch(
            TreeScanner scanner, KeptReleases releases, Digests digests, Duration interval, BooleanSupplier starting) {
        this.scanner = scanner;
        this.releases = releases;
        this.digests = digests;
        this.interval = interval;
        this.starting = starting;
        this.inventory = Inventory.of(System.nanoTime(), Catalog.EMPTY, List.of(), false, new Unreadable(), digests);
    }

    /** Has something done after each look of the watch itself; called before it starts. */
    void afterEachLook(Runnable task) {
        afterLooks.add(task);
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::watch, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void watch() {
        try {
            if (!digests.isLoaded()) {
                // What is remembered of files that are not there is forgotten: not before their disk has come.
                scanner.requireMounted();
                digests.load();
            }
            look();
            if (failing) {
                failing = false;
                LOG.info("the artifacts can be looked through again");
            }
            if (inventory.isWhole()) {
                if (inventory.unreadable().isEmpty()) {
                    digests.forgetAllBut(inventory.versions());
                }
                afterLooks.forEach(Runnable::run);
            }
        } catch (UncheckedIOException e) {
            // Not of a start, which may fail for a reason of its own: the next look says it.
            if (!failing && !starting.getAsBoolean()) {
                failing = true;
                LOG.warn(
                        "cannot look through the artifacts: {}. Until it is possible again, what was found last counts.",
                        String.valueOf(e.getCause()));
            }
        } catch (RuntimeException e) {
            // Thrown out of here, it would end all later scans without a word.
            LOG.warn("cannot look through the artifacts", e);
        }
    }

    private synchronized void look() {
        long started = System.nanoTime();
        // Releases later: the records of releases are JSON, and what reads that takes longer to load than all else.
        boolean whole = !starting.getAsBoolean();
        // Scanning looks at every file, and a look asks for the digest where there is none.
        var unreadable = new Unreadable();
        Catalog catalog = scanner.scan(unreadable);
        List<KeptRelease> kept = whole ? releases.look(unreadable) : List.of();
        inventory = Inventory.of(started, catalog, kept, whole, unreadable, digests);
    }

    /**
     * Looks now, for what a request has not found, unless another request has had it done just now. Waits for a look that
     * is under way.
     */
    synchronized void lookAgain() {
        if (!inventory.isWhole() || System.nanoTime() - askedNanos >= restNanos) {
            look();
            askedNanos = System.nanoTime();
            restNanos = Math.max(BETWEEN_LOOKS.toNanos(), REST_PER_LOOK * (askedNanos - inventory.startedNanos()));
        }
    }

    /** As of the last look. */
    Inventory inventory() {
        return inventory;
    }

    /** Waits for a look that is under way: nothing is written to the data directory after the stop. */
    void close() throws InterruptedException {
        // Not interrupted: that would break off a manifest that is just being written, and say so in the log.
        thread.shutdown();
        if (!thread.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("a look through the artifacts does not end; is a network file system away?");
        }
    }
}
