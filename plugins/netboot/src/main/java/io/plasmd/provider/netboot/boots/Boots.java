package io.plasmd.provider.netboot.boots;

import io.plasmd.provider.api.Download;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What became of each boot of each machine. It is told when a script is given, when a download ends, and what a machine
 * says; a clock does the rest. Kept over restarts in a journal. May be used by any thread.
 *
 * <p>The journal is read by a thread of its own, which takes seconds where there are 100,000 machines: who asks earlier
 * waits for it, since a machine that is taken for a new one is installed again.
 */
public final class Boots implements AutoCloseable {
    /** So many machines are on a page. */
    public static final int PAGE = 100;

    private final Ledger ledger;
    private final InstantSource clock;
    private final Tokens tokens = new Tokens();
    private final List<Consumer<Boot>> listeners = new CopyOnWriteArrayList<>();
    private final Worker worker;

    private Boots(Path directory, BootSettings settings, InstantSource clock, Output.Disk disk) {
        this.clock = clock;
        ledger = new Ledger(settings, now());
        var recorder = new Recorder(ledger, new Journal(directory, disk), clock);
        worker = new Worker(recorder, this::expire);
        listeners.add(Announcements::of);
    }

    /**
     * Goes on where the last one ended.
     *
     * @param directory for the journal; made where it is missing. One that cannot be written is no reason to fail
     */
    public static Boots open(Path directory, BootSettings settings, InstantSource clock) {
        return open(directory, settings, clock, Output::open);
    }

    static Boots open(Path directory, BootSettings settings, InstantSource clock, Output.Disk disk) {
        var boots = new Boots(directory, settings, clock, disk);
        boots.worker.start();
        return boots;
    }

    /**
     * Asks to be told of each step of each boot, the script too.
     *
     * @param listener called by the thread that has learned of it; should take microseconds
     */
    public void onStep(Consumer<Boot> listener) {
        listeners.add(listener);
    }

    /**
     * A script is given to a machine, from which it loads something: not to be called for one that boots the local disk,
     * whose boot would never come further.
     *
     * @param client the address that asks for it
     */
    public Ticket begin(Machine machine, Choice choice, String client) {
        var ticket = new Ticket(tokens.id(), tokens.token());
        change(now -> {
            ledger.begin(machine, choice, ticket, client, now);
            return ticket;
        });
        return ticket;
    }

    /** A download has ended. Takes microseconds: what comes of it is seen a little later. */
    public void downloaded(Download download) {
        if (download.isComplete()) {
            worker.offer(() -> change(now -> {
                ledger.loaded(
                        Requests.singleSlashes(download.path()),
                        Requests.boot(download.query()).orElse(null),
                        download.client(),
                        now);
                return true;
            }));
        }
    }

    /**
     * The word of a machine. The first with a token counts; it gets the same answer as often as it is said.
     *
     * @param failure what went wrong; empty where the machine is up
     * @param client the address that it came from
     */
    public Answer done(String machine, String token, Optional<String> failure, String client) {
        return change(now -> ledger.word(machine, token, failure, client, now));
    }

    /**
     * The last boot of a machine: that which it last loaded something of, whatever scripts were given since; where it
     * never did, that of the last script.
     */
    public Optional<Boot> last(String machine) {
        return ask(() -> ledger.get(machine).map(entry -> entry.standing().of(entry.machine())));
    }

    /**
     * Machines with the boot that was heard of last: the unknown ones first, then those that have loaded nothing, then the
     * others; of each that first which changed last.
     *
     * @param page of {@link #PAGE} each, from 0 on
     */
    public List<Boot> machines(Filter filter, int page) {
        return show(
                () -> matching(filter)
                        .skip((long) page * PAGE)
                        .limit(PAGE)
                        .map(entry -> entry.newest().of(entry.machine()))
                        .toList(),
                List.of());
    }

    /** How many machines there are on all pages. */
    public int count(Filter filter) {
        return show(() -> (int) matching(filter).count(), 0);
    }

    private Stream<Entry> matching(Filter filter) {
        return ledger.newestFirst().filter(entry -> filter.takes(entry.machine(), entry.newest()));
    }

    /** How many machines are in which state, by the boot that was heard of last; without the states that none is in. */
    public Map<State, Integer> states() {
        return show(ledger::machines, Map.of());
    }

    /**
     * How many boots of a profile and version are in a state, where it is one that ends them since ever: also those that
     * their machine has followed by another.
     */
    public int count(String profile, String version, State state) {
        return ask(() -> ledger.tally().count(new Count.Of(profile, version), state));
    }

    /** The same of all profiles and versions, in their order. */
    public List<Count> counts() {
        return show(ledger.tally()::all, List.of());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void expire() {
        change(now -> true);
    }

    /** For those who look on: while the journal is still being read, from a disk that may be slow, there is nothing yet. */
    private <T> T show(Supplier<T> question, T nothing) {
        return worker.isLoaded() ? ask(question) : nothing;
    }

    private <T> T ask(Supplier<T> question) {
        return change(now -> question.get());
    }

    /** Does it at a moment at which nothing is overdue. */
    private <T> T change(Function<Instant, T> change) {
        worker.awaitLoaded();
        T result;
        List<Boot> news;
        synchronized (ledger) {
            Instant now = now();
            ledger.expire(now);
            result = change.apply(now);
            news = ledger.changes().takeNews();
        }
        if (!news.isEmpty()) {
            worker.wake();
            news.forEach(boot -> listeners.forEach(listener -> listener.accept(boot)));
        }
        return result;
    }

    void awaitLoaded() {
        worker.awaitLoaded();
    }

    /** Returns when all that was said before is in the journal, or was tried to be. */
    void settle() throws InterruptedException {
        worker.settle();
    }

    /** Writes what is not yet written, for a second at most. */
    @Override
    public void close() {
        worker.close();
    }
}
