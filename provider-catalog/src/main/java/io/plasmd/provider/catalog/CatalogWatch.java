package io.plasmd.provider.catalog;

import io.plasmd.provider.files.ThreadTime;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the artifacts directory, in a thread of its own, so that new files are digested before anyone asks for them.
 * What the kernel tells to have changed is looked at soon; and all of it is looked through again and again, at a pace that
 * nobody notices, since not everything is told.
 */
final class CatalogWatch implements ChangeWatch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);
    private static final long START_MILLIS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A look takes milliseconds; on a network file system that is away it takes for ever. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    /** Links that are switched all the time would never be watched to the end. */
    private static final int MOST_LISTINGS = 3;

    /** Looks at what changes, and those that requests ask for, take a tenth of one core at most. */
    private static final int REST_PER_LOOK = 9;

    /** Looking through what has not changed takes half a hundredth of one core. */
    private static final int REST_PER_STEP = 199;

    private final TreeScanner scanner;
    private final KeptReleases releases;
    private final Digests digests;
    private final Path root;
    private final Duration interval;
    private final BooleanSupplier starting;
    private final List<Runnable> afterLooks = new ArrayList<>();
    private final ChangeWatch changes = new ChangeWatch();
    private final HeapCare heap = new HeapCare();
    private final Deque<Runnable> pass = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var scan = new Thread(task, "scan");
        scan.setDaemon(true);
        return scan;
    });
    private volatile Inventory inventory;
    private long askedNanos = System.nanoTime();
    private long restNanos;
    private boolean failing;
    private volatile boolean changed = true;
    private volatile boolean unknown;
    private Inventory forgottenBut;
    private long learned;
    private long restUntilNanos = System.nanoTime();
    private long passRestUntilNanos = System.nanoTime();
    private long passBegunNanos = System.nanoTime();

    CatalogWatch(
            TreeScanner scanner,
            KeptReleases releases,
            Digests digests,
            Path root,
            Duration interval,
            BooleanSupplier starting) {
        this.scanner = scanner;
        this.releases = releases;
        this.digests = digests;
        this.root = root;
        this.interval = interval;
        this.starting = starting;
        this.inventory = new Inventory(System.nanoTime(), Catalog.EMPTY, List.of(), false, digests);
        this.forgottenBut = inventory;
    }

    /** Has something done after each look of the watch itself; called before it starts. */
    void afterEachLook(Runnable task) {
        afterLooks.add(task);
    }

    void start() {
        thread.execute(this::begin);
    }

    private void begin() {
        try {
            boolean later = digests.isLongToLoad();
            if (!later) {
                digests.load();
            }
            // All processors are busy with the start; and however many artifacts there are, it is to take no longer.
            while (starting.getAsBoolean() && !thread.isShutdown()) {
                Thread.sleep(START_MILLIS);
            }
            if (later) {
                digests.load();
            }
        } catch (InterruptedException e) {
            LOG.debug("the server stops");
        }
        if (!thread.isShutdown()) {
            long millis = Math.min(interval.toMillis(), BETWEEN_LOOKS.toMillis());
            var _ = thread.scheduleWithFixedDelay(this::watch, 0, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void watch() {
        try {
            hear();
            long now = System.nanoTime();
            if ((changed || unknown || learned != digests.learned()) && now - restUntilNanos >= 0) {
                lookAndTell();
            } else if (now - passRestUntilNanos >= 0) {
                step();
            }
            digests.saveIfTime();
            if (digests.pending() == 0) {
                heap.look();
            }
        } catch (UncheckedIOException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "cannot look through the artifacts: {}. Until it is possible again, what was found last counts.",
                        String.valueOf(e.getCause()));
            }
        } catch (RuntimeException e) {
            // Thrown out of here, it would end all later looks without a word.
            LOG.warn("cannot look through the artifacts", e);
        }
    }

    /** Takes in what the kernel has told; what was changed before this is called has been told by then. */
    void hear() {
        changes.tell(this);
        if (scanner.looks().takeNews() || releases.looks().takeNews()) {
            changed = true;
        }
    }

    @Override
    public void changed(Path place) {
        changed = true;
        scanner.looks().changed(place);
        releases.looks().changed(place);
        // One of a channel may be that the link to the current release was switched, one of an architecture that the
        // release was altered.
        Path shelf = releases.directory().resolve(root.relativize(place));
        releases.looks().places().stream()
                .filter(kept -> kept.startsWith(shelf))
                .forEach(releases.looks()::changed);
    }

    @Override
    public void anything() {
        changed = true;
        scanner.looks().changed();
        releases.looks().changed();
    }

    /** A client has met something there that is not known yet. */
    void unknown(Path directory) {
        scanner.looks().changed(directory);
        unknown = true;
    }

    /** Looks at what is known to have changed, and has it known. */
    private void lookAndTell() {
        long before = ThreadTime.nanos();
        try {
            look();
            if (failing) {
                failing = false;
                LOG.info("the artifacts can be looked through again");
            }
            afterLooks.forEach(Runnable::run);
        } finally {
            long took = ThreadTime.nanos() - before;
            restUntilNanos = System.nanoTime() + REST_PER_LOOK * took;
        }
    }

    private synchronized void look() {
        long started = System.nanoTime();
        changed = false;
        unknown = false;
        learned = digests.learned();
        try {
            Places places = Places.find(root, scanner, releases);
            for (int more = 0; changes.watch(places.watched()) && more < MOST_LISTINGS; more++) {
                // What has come between the listing and the watching was not told.
                places = Places.find(root, scanner, releases);
            }
            Catalog catalog = scanner.scan(places.architectures());
            List<KeptRelease> kept = releases.in(places.kept());
            if (!inventory.hasAll(catalog.directories(), kept)) {
                inventory = new Inventory(started, catalog, kept, true, digests);
            }
            inventory.askForDigests();
        } catch (RuntimeException e) {
            changed = true;
            throw e;
        }
    }

    /** One step of looking through all of it. */
    private void step() {
        long before = ThreadTime.nanos();
        Runnable next = pass.poll();
        if (next != null) {
            next.run();
        } else if (System.nanoTime() - passBegunNanos >= interval.toNanos()) {
            passBegunNanos = System.nanoTime();
            lookAndTell();
            if (inventory != forgottenBut) {
                forgottenBut = inventory;
                digests.forgetAllBut(forgottenBut.versions());
            }
            scanner.looks()
                    .places()
                    .forEach(place -> pass.add(() -> scanner.looks().again(place)));
            releases.looks()
                    .places()
                    .forEach(place -> pass.add(() -> releases.looks().again(place)));
        }
        passRestUntilNanos = System.nanoTime() + REST_PER_STEP * (ThreadTime.nanos() - before);
    }

    /**
     * Looks now, for what a request has not found, unless another request has had it done just now. Waits for a look that
     * is under way.
     */
    synchronized void lookAgain() {
        if (!inventory.isWhole() || System.nanoTime() - askedNanos >= restNanos) {
            long began = System.nanoTime();
            anything();
            look();
            askedNanos = System.nanoTime();
            restNanos = Math.max(BETWEEN_LOOKS.toNanos(), REST_PER_LOOK * (askedNanos - began));
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
        changes.close();
    }
}
