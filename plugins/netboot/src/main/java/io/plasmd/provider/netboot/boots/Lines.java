package io.plasmd.provider.netboot.boots;

import io.plasmd.provider.netboot.boots.Step.KnownBy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lines of the journal: one for each change of a machine, of which the last counts, and the same of counts. */
final class Lines {
    private Lines() {}

    static String of(Entry entry) {
        var line = new LinkedHashMap<String, Object>();
        line.put("machine", entry.machine().id());
        line.put("known", entry.machine().known());
        line.put("facts", new TreeMap<>(entry.machine().facts()));
        put(line, "boot", entry.taken());
        put(line, "offered", entry.offered());
        return Json.of(line);
    }

    private static void put(Map<String, Object> line, String key, @Nullable Attempt attempt) {
        if (attempt == null) {
            return;
        }
        Choice choice = attempt.choice();
        var boot = new LinkedHashMap<String, Object>();
        boot.put("state", attempt.state().word());
        boot.put("group", choice.group());
        boot.put("profile", choice.profile());
        boot.put("channel", choice.channel());
        boot.put("arch", choice.arch());
        boot.put("version", choice.version());
        boot.put("failure", attempt.failure());
        boot.put("steps", attempt.steps().stream().map(Lines::step).toList());
        boot.put("id", attempt.id());
        boot.put("token_sha256", attempt.digest());
        boot.put("awaited", choice.awaited());
        // Of a boot that has ended they are of no use any more, and half of the line.
        boot.put("paths", attempt.isSaid() ? Map.of() : new TreeMap<>(choice.roleOfPath()));
        line.put(key, boot);
    }

    private static Map<String, Object> step(Step step) {
        var map = new LinkedHashMap<String, Object>();
        map.put("state", step.state().word());
        map.put("at", step.at());
        map.put("client", step.client());
        map.put("known_by", step.knownBy().name().toLowerCase(Locale.ROOT));
        return map;
    }

    static String of(Count count) {
        var boots = new LinkedHashMap<String, Object>();
        new TreeMap<>(count.boots()).forEach((state, number) -> boots.put(state.word(), number));
        var line = new LinkedHashMap<String, Object>();
        line.put("past", boots);
        line.put("profile", count.of().profile());
        line.put("version", count.of().version());
        return Json.of(line);
    }

    /**
     * Gives what the line says to the ledger.
     *
     * @throws RuntimeException where it is no line that {@link #of} has written
     */
    static void read(String text, Ledger ledger) {
        Fields line = Fields.of(JsonReader.read(text));
        Optional<Fields> past = line.optional("past");
        if (past.isPresent()) {
            var boots = new EnumMap<State, Integer>(State.class);
            past.get().numbers().forEach((state, number) -> boots.put(State.of(state), number));
            ledger.restore(new Count(new Count.Of(line.text("profile"), line.text("version")), boots));
        } else {
            var machine = new Machine(line.text("machine"), line.object("facts").texts(), line.flag("known"));
            @Nullable Attempt taken = line.optional("boot").map(Lines::attempt).orElse(null);
            @Nullable
            Attempt offered = line.optional("offered").map(Lines::attempt).orElse(null);
            if (taken == null && offered == null) {
                throw new IllegalArgumentException("it tells of no boot");
            }
            ledger.restore(new Entry(machine, taken, offered));
        }
    }

    private static Attempt attempt(Fields boot) {
        var choice = new Choice(
                boot.text("group"),
                boot.text("profile"),
                boot.text("channel"),
                boot.text("arch"),
                boot.text("version"),
                boot.object("paths").texts(),
                boot.flag("awaited"));
        List<Step> steps = boot.objects("steps").stream().map(Lines::step).toList();
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a boot has no step");
        }
        return new Attempt(boot.text("id"), boot.text("token_sha256"), choice, steps, boot.text("failure"));
    }

    private static Step step(Fields step) {
        return new Step(
                State.of(step.text("state")),
                Instant.parse(step.text("at")),
                step.text("client"),
                KnownBy.valueOf(step.text("known_by").toUpperCase(Locale.ROOT)));
    }
}
