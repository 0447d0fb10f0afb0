package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.files.ThreadTime;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
 * Looks at the artifacts directory, in a thread of its own, so that new files are digested before anyone asks for them.
 * What the kernel tells to have changed is looked at soon; and all of it is looked through again and again.
 */
final class CatalogWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);
    private static final long START_MILLIS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A look takes milliseconds; on a network file system that is away it takes for ever. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    /** Links that are switched all the time would never be watched to the end. */
    private static final int MOST_LISTINGS = 3;

    /** Looks at what changes, and those that requests ask for, take a tenth of one core at most. */
    private static final int REST_PER_LOOK = 9;

    private final TreeScanner scanner;
    private final Room room;
    private final KeptReleases releases;
    private final Digests digests;
    private final RemoteMounts remotes;
    private final Path root;
    private final Duration interval;
    private final BooleanSupplier starting;
    private final News news;
    private final Rounds rounds;
    private final GoneFiles gone;
    private final List<Runnable> afterLooks = new ArrayList<>();
    private final HeapCare heap = new HeapCare();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var scan = new Thread(task, "scan");
        scan.setDaemon(true);
        return scan;
    });
    private volatile Inventory inventory;
    private long learned;
    private long restUntilNanos = System.nanoTime();
    private long askedNanos = System.nanoTime();
    private long askedRestNanos;
    private boolean failing;

    CatalogWatch(
            TreeScanner scanner,
            Room room,
            KeptReleases releases,
            Digests digests,
            RemoteMounts remotes,
            Path root,
            Duration interval,
            BooleanSupplier starting) {
        this.scanner = scanner;
        this.room = room;
        this.releases = releases;
        this.digests = digests;
        this.remotes = remotes;
        this.root = root;
        this.interval = interval;
        this.starting = starting;
        this.news = new News(scanner, releases, remotes, root);
        this.rounds = new Rounds(scanner, releases, remotes, interval, this::beginRound);
        this.inventory = new Inventory(System.nanoTime(), Catalog.EMPTY, List.of(), false, new Unreadable(), digests);
        this.gone = new GoneFiles(digests, room, inventory);
        room.whenEvicted(news::evicted);
    }

    /** Has something done after each look of the watch itself; called before it starts. */
    void afterEachLook(Runnable task) {
        afterLooks.add(task);
    }

    /** What has changed, as far as anybody has told. */
    News news() {
        return news;
    }

    void start() {
        // Before anybody asks: what may not answer has to be known by then.
        remotes.look();
        thread.execute(this::begin);
    }

    /** Looks at nothing: all processors are busy with the start, and many artifacts are not to make it any longer. */
    private void begin() {
        try {
            if (!digests.isLongToLoad()) {
                loadIfMounted();
            }
            while (starting.getAsBoolean() && !thread.isShutdown()) {
                Thread.sleep(START_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("the server stops");
        }
        if (!thread.isShutdown()) {
            long millis = Math.min(interval.toMillis(), BETWEEN_LOOKS.toMillis());
            var _ = thread.scheduleWithFixedDelay(this::watch, 0, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void loadIfMounted() {
        try {
            load();
        } catch (UncheckedIOException e) {
            LOG.debug("too early to load", e);
        }
    }

    private void load() {
        if (!digests.isLoaded()) {
            // What is remembered of files that are not there is forgotten: not before their disk has come.
            RemoteMounts.run(remotes.on(root), scanner::requireMounted);
            digests.load();
        }
    }

    private void watch() {
        try {
            remotes.lookIfTime();
            news.hear();
            boolean isSome = news.isSome() || learned != digests.learned();
            if (isSome && System.nanoTime() - restUntilNanos >= 0) {
                lookAndTell();
            } else {
                rounds.stepIfTime();
            }
            digests.saveIfTime();
            if (digests.pending() == 0) {
                heap.look();
            }
        } catch (RuntimeException e) {
            // Thrown out of here, it would end all later looks without a word.
            fail(e);
        }
    }

    private void fail(RuntimeException e) {
        if (failing) {
            return;
        }
        failing = true;
        if (e instanceof UncheckedIOException) {
            LOG.warn(
                    "cannot look through the artifacts: {}. Until it is possible again, what was found last counts.",
                    String.valueOf(e.getCause()));
        } else {
            LOG.warn("cannot look through the artifacts", e);
        }
    }

    /** Looks at what is known to have changed, and has it known. */
    private void lookAndTell() {
        long before = ThreadTime.nanos();
        try {
            load();
            look();
            if (failing) {
                failing = false;
                LOG.info("the artifacts can be looked through again");
            }
            afterLooks.forEach(task -> RemoteMounts.runIfAnswering(remotes.in(root), task));
            digests.looked();
            RemoteMounts.runIfAnswering(remotes.in(root), () -> gone.forgetIfMany(inventory));
        } finally {
            restUntilNanos = System.nanoTime() + REST_PER_LOOK * (ThreadTime.nanos() - before);
        }
    }

    private void beginRound() {
        lookAndTell();
        RemoteMounts.runIfAnswering(remotes.in(root), () -> gone.forget(inventory));
    }

    private synchronized void look() {
        long started = System.nanoTime();
        news.taken();
        learned = digests.learned();
        try {
            RemoteMounts.runIfAnswering(remotes.in(root), scanner::noteGone);
            var unreadable = new Unreadable();
            Places places = Places.find(root, scanner, releases, unreadable);
            for (int more = 0; news.watch(places.watched()) && more < MOST_LISTINGS; more++) {
                // What has come between the listing and the watching was not told.
                unreadable = new Unreadable();
                places = Places.find(root, scanner, releases, unreadable);
            }
            room.forgetAllBut(places.looked(), scanner.innerPlaces());
            Catalog catalog = scanner.scan(places.architectures(), unreadable);
            List<KeptRelease> kept = releases.in(places.kept(), unreadable);
            if (!inventory.hasAll(catalog.directories(), kept, unreadable)) {
                inventory = new Inventory(started, catalog, kept, true, unreadable, digests);
            }
            inventory.askForDigests();
        } catch (RuntimeException e) {
            news.remain();
            throw e;
        }
    }

    /**
     * Looks now, for what a request has not found, unless another request has had it done just now. Waits for a look that
     * is under way.
     */
    synchronized void lookAgain() {
        if (!inventory.isWhole() || System.nanoTime() - askedNanos >= askedRestNanos) {
            long began = System.nanoTime();
            news.anything();
            look();
            askedNanos = System.nanoTime();
            askedRestNanos = Math.max(BETWEEN_LOOKS.toNanos(), REST_PER_LOOK * (askedNanos - began));
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
        news.close();
    }
}
