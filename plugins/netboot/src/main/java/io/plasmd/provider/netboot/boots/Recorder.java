package io.plasmd.provider.netboot.boots;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what has changed in the ledger to the journal. A disk that does not take it is said once; until it does, all
 * goes on in memory. Used by one thread; the ledger is locked only for what takes microseconds.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** So many lines are written at once. */
    private static final int BATCH = 512;

    private final Ledger ledger;
    private final Journal journal;
    private final InstantSource clock;
    private @Nullable Instant failed;
    private boolean isInMemoryOnly;

    Recorder(Ledger ledger, Journal journal, InstantSource clock) {
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    /** What the journal says goes into the ledger, which nobody else uses meanwhile. */
    void load() {
        try {
            journal.read(line -> Lines.read(line, ledger));
        } catch (IOException e) {
            // What cannot be read may be all that there is: it is not to be written over.
            isInMemoryOnly = true;
            LOG.error(
                    "{} cannot be read ({}): what became of earlier boots is not known, and what becomes of these is not"
                            + " kept. Mend or remove it, and start the server again",
                    journal.file(),
                    e.toString());
        }
    }

    void record() {
        if (isInMemoryOnly || isTooEarly()) {
            return;
        }
        try {
            while (append()) {
                // The next ones.
            }
            if (journal.hasGrown()) {
                journal.rewrite(everything());
            }
            if (failed != null) {
                failed = null;
                LOG.info("{} is written again", journal.file());
            }
        } catch (IOException e) {
            if (failed == null) {
                LOG.warn(
                        "{} cannot be written ({}): what becomes of boots is kept in memory only until it can",
                        journal.file(),
                        e.toString());
            }
            failed = clock.instant();
        }
    }

    private boolean isTooEarly() {
        // Not for longer where the clock was set back.
        return failed != null && Duration.between(failed, clock.instant()).abs().compareTo(RETRY) < 0;
    }

    private boolean append() throws IOException {
        List<String> machines;
        List<Entry> entries;
        List<Count> counts;
        synchronized (ledger) {
            machines = ledger.changes().takeMachines(BATCH);
            counts = ledger.changes().takeCounts(BATCH);
            entries =
                    machines.stream().map(ledger::get).flatMap(Optional::stream).toList();
        }
        List<String> lines = Stream.concat(
                        counts.stream().map(Lines::of), entries.stream().map(Lines::of))
                .toList();
        if (lines.isEmpty()) {
            return false;
        }
        // A machine that was told "done" must not install again after a power failure.
        boolean lasting = entries.stream().anyMatch(entry -> entry.newest().has(State.UP));
        try {
            journal.append(lines, lasting);
        } catch (IOException e) {
            synchronized (ledger) {
                machines.forEach(ledger.changes()::machine);
                counts.forEach(ledger.changes()::countAgain);
            }
            throw e;
        }
        return true;
    }

    /** Of one moment; what changes later is written after it. */
    private Iterator<String> everything() {
        List<Entry> entries;
        List<Count> past;
        synchronized (ledger) {
            entries = new ArrayList<>(ledger.newestFirst().toList());
            past = ledger.tally().past();
        }
        return Stream.concat(
                        past.stream().map(Lines::of),
                        entries.reversed().stream().map(Lines::of))
                .iterator();
    }

    void close() {
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed", journal.file(), e);
        }
    }
}
