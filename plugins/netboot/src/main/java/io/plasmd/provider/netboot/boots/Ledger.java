package io.plasmd.provider.netboot.boots;

import io.plasmd.provider.netboot.boots.Step.KnownBy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of each boot, in memory. Used by one thread at a time. */
final class Ledger {
    static final String BEGAN_ANEW = "it began anew before it was up";

    private final Shelves shelves;
    private final Index index;
    private final Tally tally = new Tally();
    private final Interner interner = new Interner();
    private final Changes changes = new Changes();

    Ledger(BootSettings settings, Instant start) {
        shelves = new Shelves(settings);
        index = new Index(settings.timeout(), start);
    }

    /** What is to be written and told. */
    Changes changes() {
        return changes;
    }

    void begin(Machine machine, Choice choice, Ticket ticket, String client, Instant now) {
        var attempt = Attempt.begun(
                ticket.boot(),
                Tokens.digest(ticket.token()),
                interner.of(choice),
                interner.of(Machine.cut(client)),
                now);
        @Nullable Attempt taken = null;
        Optional<Entry> earlier = shelves.get(machine.id());
        if (earlier.isPresent()) {
            withdraw(earlier.get());
            taken = earlier.get().taken();
            retire(earlier.get().offered());
        }
        change(new Entry(interner.of(machine), taken, attempt), attempt);
    }

    /** A file was loaded, all of it or a part. */
    void loaded(String path, @Nullable String boot, String client, Instant now) {
        Optional<Entry> found = (boot == null ? index.at(client) : index.ofBoot(boot)).flatMap(shelves::get);
        for (Entry entry : found.stream().toList()) {
            Optional<Attempt> attempt = boot == null ? expecting(entry, path) : entry.attempt(boot);
            Optional<State> state = attempt.flatMap(some -> some.choice().stateOf(path));
            if (state.isPresent() && isNews(attempt.get(), state.get())) {
                KnownBy by = boot == null ? KnownBy.ADDRESS : KnownBy.BOOT_ID;
                reach(
                        entry,
                        attempt.get(),
                        new Step(state.get(), now, attempt.get().client(Machine.cut(client)), by),
                        "");
            }
        }
    }

    /** By its address a machine is as likely to load of its newest script as of an older one. */
    private static Optional<Attempt> expecting(Entry entry, String path) {
        return entry.attempts().reversed().stream()
                .filter(Attempt::isOpen)
                .filter(attempt -> attempt.choice().stateOf(path).isPresent())
                .findFirst();
    }

    private static boolean isNews(Attempt attempt, State state) {
        return !attempt.has(state) && !attempt.isSaid();
    }

    Answer word(String machine, String token, Optional<String> failure, String client, Instant now) {
        Optional<Entry> entry = shelves.get(machine);
        if (entry.isEmpty()) {
            return Answer.UNKNOWN_MACHINE;
        }
        String digest = Tokens.digest(token);
        Optional<Attempt> attempt = Optional.empty();
        for (Attempt some : entry.get().attempts()) {
            attempt = Tokens.areEqual(digest, some.digest()) ? Optional.of(some) : attempt;
        }
        if (attempt.isEmpty() || isOfNobody(entry.get(), attempt.get())) {
            return Answer.WRONG_TOKEN;
        }
        State said = failure.isPresent() ? State.FAILED : State.UP;
        if (attempt.get().isSaid()) {
            said = attempt.get().state();
        } else {
            Step step = new Step(said, now, attempt.get().client(Machine.cut(client)), KnownBy.WORD);
            reach(entry.get(), attempt.get(), step, harmless(failure.orElse("")));
        }
        return said == State.UP ? Answer.DONE : Answer.FAILED;
    }

    /** Whoever asks is given a script. While a machine boots, nobody ends that by one of which nothing was loaded. */
    private static boolean isOfNobody(Entry entry, Attempt attempt) {
        return entry.taken() != null
                && entry.taken().isOpen()
                && !entry.taken().id().equals(attempt.id());
    }

    /** It goes into the log and onto pages. */
    private static String harmless(String text) {
        return Machine.cut(text).replaceAll("\\p{Cntrl}", " ").strip();
    }

    /** What was not heard of for too long has timed out. */
    void expire(Instant now) {
        for (var late = index.late(now); late.isPresent(); late = index.late(now)) {
            Entry entry = shelves.get(late.get().machine()).orElseThrow();
            Attempt attempt = entry.attempt(late.get().boot()).orElseThrow();
            reach(entry, attempt, new Step(State.TIMED_OUT, now, "", KnownBy.CLOCK), "");
        }
    }

    private void reach(Entry entry, Attempt attempt, Step step, String reason) {
        withdraw(entry);
        Attempt further = attempt.with(step, reason);
        boolean isOffered = entry.offered() != null && entry.offered().id().equals(attempt.id());
        @Nullable Attempt taken = isOffered ? entry.taken() : further;
        @Nullable Attempt offered = isOffered ? further : entry.offered();
        if (isOffered && further.isTaken()) {
            supersede(entry.machine(), taken, step.at());
            taken = further;
            offered = null;
        } else if (!isOffered && step.knownBy() == KnownBy.WORD) {
            // It was at work all the time: nobody has booted from the newer script.
            retire(offered);
            offered = null;
        }
        change(new Entry(entry.machine(), taken, offered), further);
    }

    private void supersede(Machine machine, @Nullable Attempt taken, Instant now) {
        if (taken != null && taken.isOpen()) {
            Attempt failed = taken.with(new Step(State.FAILED, now, "", KnownBy.CLOCK), BEGAN_ANEW);
            changes.news(failed.of(machine));
            retire(failed);
        } else {
            retire(taken);
        }
    }

    /** Forgets one; that it ended as it did still counts. */
    private void retire(@Nullable Attempt attempt) {
        if (attempt != null && attempt.state().isEnd() && attempt.isTaken()) {
            changes.count(tally.retire(attempt));
        }
    }

    private void change(Entry entry, Attempt attempt) {
        put(entry);
        changes.machine(entry.machine().id());
        changes.news(attempt.of(entry.machine()));
    }

    /** As the journal says. */
    void restore(Entry entry) {
        shelves.get(entry.machine().id()).ifPresent(this::withdraw);
        put(new Entry(interner.of(entry.machine()), interned(entry.taken()), interned(entry.offered())));
    }

    void restore(Count count) {
        tally.restore(count);
    }

    private @Nullable Attempt interned(@Nullable Attempt attempt) {
        return attempt == null
                ? null
                : new Attempt(
                        attempt.id(),
                        attempt.digest(),
                        interner.of(attempt.choice()),
                        attempt.steps().stream()
                                .map(step -> new Step(
                                        step.state(), step.at(), attempt.client(step.client()), step.knownBy()))
                                .toList(),
                        attempt.failure());
    }

    private void put(Entry entry) {
        for (Entry surplus : shelves.put(entry)) {
            leave(surplus);
            surplus.attempts().forEach(this::retire);
        }
        index.add(entry);
        entry.attempts().forEach(tally::keep);
    }

    private void withdraw(Entry entry) {
        shelves.remove(entry.machine().id());
        leave(entry);
    }

    private void leave(Entry entry) {
        index.remove(entry);
        entry.attempts().forEach(tally::drop);
    }

    Optional<Entry> get(String machine) {
        return shelves.get(machine);
    }

    Stream<Entry> newestFirst() {
        return shelves.newestFirst();
    }

    /** How many machines are where, by that which was heard of last. */
    Map<State, Integer> machines() {
        var machines = new EnumMap<State, Integer>(State.class);
        newestFirst().forEach(entry -> machines.merge(entry.newest().state(), 1, Integer::sum));
        return machines;
    }

    Tally tally() {
        return tally;
    }
}
