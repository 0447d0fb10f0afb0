package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Table;
import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.Boots;
import io.plasmd.provider.netboot.boots.Filter;
import io.plasmd.provider.netboot.boots.State;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The machines on the status page: those that are unknown first, then those that changed last. */
record MachineTable(Boots boots) {
    private static final List<String> COLUMNS =
            List.of("Machine", "Address", "State", "Since", "Group", "Profile", "Version", "Remark");

    Table table() {
        List<Boot> shown = boots.machines(Filter.ALL, 0);
        int all = boots.count(Filter.ALL);
        String states = BootMetrics.states(boots).entrySet().stream()
                .filter(state -> state.getValue() > 0)
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        String note = all > shown.size() ? shown.size() + " of " + all + " machines: " + states : states;
        return new Table(COLUMNS, shown.stream().map(MachineTable::row).toList(), note);
    }

    private static List<Table.Cell> row(Boot boot) {
        State state = boot.last().state();
        Table.Tone tone = switch (state) {
            case UP -> Table.Tone.GOOD;
            case FAILED, TIMED_OUT -> Table.Tone.BAD;
            default -> Table.Tone.PLAIN;
        };
        return List.of(
                Table.Cell.of(boot.machine().id()),
                Table.Cell.of(boot.last().client()),
                new Table.Cell(state.word(), tone),
                Table.Cell.of(boot.last().at().truncatedTo(ChronoUnit.SECONDS).toString()),
                boot.machine().known()
                        ? Table.Cell.of(boot.choice().group())
                        : new Table.Cell("unknown", Table.Tone.BAD),
                Table.Cell.of(boot.choice().profile()),
                Table.Cell.of(boot.choice().version()),
                Table.Cell.of(boot.failure().isEmpty() ? facts(boot) : boot.failure()));
    }

    /** Of a machine that nobody has named: by what it might be. */
    private static String facts(Boot boot) {
        return boot.machine().known()
                ? ""
                : boot.machine().facts().entrySet().stream()
                        .filter(fact -> !fact.getKey().equals(Facts.MAC))
                        .sorted(Map.Entry.comparingByKey())
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .collect(Collectors.joining(", "));
    }
}
