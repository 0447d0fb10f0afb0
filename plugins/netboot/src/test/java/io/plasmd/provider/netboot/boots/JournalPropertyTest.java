package io.plasmd.provider.netboot.boots;

import static io.plasmd.provider.netboot.boots.BootsFixture.CHOICE;
import static io.plasmd.provider.netboot.boots.BootsFixture.INITRD;
import static io.plasmd.provider.netboot.boots.BootsFixture.KERNEL;
import static io.plasmd.provider.netboot.boots.BootsFixture.ROLES;
import static io.plasmd.provider.netboot.boots.BootsFixture.SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.api.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any sequence of scripts, downloads, words, hours and restarts: what is told is as if there had been no restart. */
class JournalPropertyTest {

    /** One step of a sequence, and of one that may be told to several {@link Boots}. */
    sealed interface Op {
        record Begin(int machine, boolean known, int choice, String fact) implements Op {}

        record Load(int machine, int ago, String path, boolean byId) implements Op {}

        record Word(int machine, int ago, Optional<String> failure) implements Op {}

        record Wait() implements Op {}

        record Restart() implements Op {}
    }

    private static final List<Choice> CHOICES = List.of(
            CHOICE,
            new Choice("desks", "office \"é\"", "beta", "aarch64", "", ROLES, false),
            new Choice("racks", "web", "stable", "x86_64", "8", Map.of(KERNEL, "kernel")));

    @Provide
    Arbitrary<List<Op>> sequences() {
        Arbitrary<Integer> machine = Arbitraries.integers().between(1, 3);
        Arbitrary<Integer> ago = Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1));
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(8);
        Arbitrary<Op> begin = Combinators.combine(
                        machine,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2),
                        text)
                .as(Op.Begin::new);
        Arbitrary<Op> load = Combinators.combine(
                        machine, ago, Arbitraries.of(KERNEL, INITRD, "/other"), Arbitraries.of(true, false))
                .as(Op.Load::new);
        Arbitrary<Op> word = Combinators.combine(machine, ago, text.optional()).as(Op.Word::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(4, begin),
                        Tuple.of(5, load),
                        Tuple.of(3, word),
                        Tuple.of(1, Arbitraries.of(new Op.Wait())),
                        Tuple.of(2, Arbitraries.of(new Op.Restart())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Property(tries = 150)
    void restartsChangeNothing(@ForAll("sequences") List<Op> sequence) throws Exception {
        try (var restarted = new Run();
                var model = new Run()) {
            for (Op op : sequence) {
                Optional<Answer> answer = model.apply(op);
                assertEquals(answer, restarted.apply(op));
                if (op instanceof Op.Restart) {
                    restarted.fixture.restart();
                }
                assertEquals(model.views(), restarted.views());
                assertEquals(
                        model.fixture.boots().counts(),
                        restarted.fixture.boots().counts());
            }
        }
    }

    @Property(tries = 60)
    void ofAJournalThatIsCutAnywhereEachMachineIsAsItOnceWas(
            @ForAll("sequences") List<Op> sequence, @ForAll double where) throws Exception {
        var once = new HashSet<String>();
        try (var run = new Run()) {
            for (Op op : sequence) {
                run.apply(op);
                run.fixture.boots().settle();
                once.addAll(run.views());
            }
            run.fixture.close();
            Path journal = run.directory.resolve(Journal.NAME);
            if (Files.exists(journal)) {
                byte[] bytes = Files.readAllBytes(journal);
                int length = (int) (Math.abs(where % 1) * bytes.length);
                Files.write(journal, Arrays.copyOf(bytes, length));
            }
            run.fixture.restart();
            assertTrue(once.containsAll(run.views()), () -> run.views() + " are not all of " + once);
            run.apply(new Op.Begin(1, true, 0, ""));
            run.fixture.boots().settle();
            List<String> views = run.views();
            run.fixture.restart();
            assertEquals(views, run.views());
        }
    }

    /** Boots that the steps of a sequence are told to. */
    private static final class Run implements AutoCloseable {
        private final Path directory = Files.createTempDirectory("boots");
        private final BootsFixture fixture = new BootsFixture(directory, SETTINGS, Output::open);
        private final Map<Integer, List<Ticket>> tickets = new HashMap<>();

        Run() throws IOException {}

        private static String id(int machine) {
            return "52:54:00:00:00:0" + machine;
        }

        private static String address(int machine) {
            return "10.0.0." + machine;
        }

        private Ticket ticket(int machine, int ago) {
            List<Ticket> known = tickets.getOrDefault(machine, List.of());
            return known.size() <= ago
                    ? new Ticket("none", "none")
                    : known.reversed().get(ago);
        }

        Optional<Answer> apply(Op op) throws InterruptedException {
            Boots boots = fixture.boots();
            switch (op) {
                case Op.Begin begin -> {
                    var machine = new Machine(id(begin.machine()), Map.of("fact", begin.fact()), begin.known());
                    tickets.computeIfAbsent(begin.machine(), absent -> new ArrayList<>())
                            .add(boots.begin(machine, CHOICES.get(begin.choice()), address(begin.machine())));
                }
                case Op.Load load -> {
                    String query = load.byId()
                            ? "boot=" + ticket(load.machine(), load.ago()).boot()
                            : null;
                    fixture.downloaded(new Download(load.path(), query, address(load.machine()), 206, 1, 1, ""));
                }
                case Op.Word word -> {
                    String token = ticket(word.machine(), word.ago()).token();
                    return Optional.of(boots.done(id(word.machine()), token, word.failure(), address(word.machine())));
                }
                case Op.Wait() -> {
                    fixture.clock.goOn(Duration.ofMinutes(11));
                    boots.states();
                }
                case Op.Restart() -> {}
            }
            fixture.clock.goOn(Duration.ofMillis(1));
            return Optional.empty();
        }

        /** Of each machine, without what chance has chosen. */
        List<String> views() {
            Set<String> views = new HashSet<>();
            for (Boot boot : fixture.boots().machines(Filter.ALL, 0)) {
                Boot last = fixture.boots().last(boot.machine().id()).orElseThrow();
                views.add(boot.machine() + " " + boot.choice().profile() + " "
                        + boot.choice().version() + " " + boot.steps() + " " + boot.failure() + " " + last.steps());
            }
            return views.stream().sorted().toList();
        }

        @Override
        public void close() throws IOException {
            fixture.close();
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
