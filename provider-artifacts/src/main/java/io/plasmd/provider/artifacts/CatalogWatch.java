package io.plasmd.provider.artifacts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the artifacts directory again and again, in a thread of its own, so that new files are digested before
 * anyone asks for them. Looking works on every file system; notifications of changes do not (NFS).
 */
final class CatalogWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);

    private final TreeScanner scanner;
    private final Digests digests;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var scan = new Thread(task, "scan");
        scan.setDaemon(true);
        return scan;
    });
    private volatile Catalog catalog = Catalog.EMPTY;

    CatalogWatch(TreeScanner scanner, Digests digests, Duration interval) {
        this.scanner = scanner;
        this.digests = digests;
        this.interval = interval;
    }

    void start() {
        thread.execute(digests::load);
        var _ = thread.scheduleWithFixedDelay(this::scan, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void scan() {
        try {
            // Scanning looks at every file, and a look asks for the digest where there is none.
            catalog = scanner.scan();
            digests.forgetAllBut(
                    catalog.entries().stream().map(e -> e.artifact().version()).collect(Collectors.toSet()));
        } catch (RuntimeException e) {
            // Thrown out of here, it would end all later scans without a word.
            LOG.warn("cannot look through the artifacts", e);
        }
    }

    /** As of the last look. */
    Catalog catalog() {
        return catalog;
    }

    void close() {
        thread.shutdownNow();
    }
}
