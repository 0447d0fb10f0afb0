package io.plasmd.provider.netboot.boots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The machines, each on one of four shelves in the order in which they last changed. Who invents MAC addresses fills that of
 * the unknown, or where a rule takes them all, of the known machines that have loaded nothing.
 */
final class Shelves {
    private final BootSettings settings;
    private final SequencedMap<String, Entry> unknown = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> unknownBooted = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> idle = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> booted = new LinkedHashMap<>();

    Shelves(BootSettings settings) {
        this.settings = settings;
    }

    Optional<Entry> get(String machine) {
        return shelves()
                .flatMap(shelf -> Optional.ofNullable(shelf.get(machine)).stream())
                .findFirst();
    }

    Optional<Entry> remove(String machine) {
        return shelves()
                .flatMap(shelf -> Optional.ofNullable(shelf.remove(machine)).stream())
                .findFirst();
    }

    /** Puts one that is on no shelf behind all others, and takes those away that there is no room for. */
    List<Entry> put(Entry entry) {
        shelfOf(entry).put(entry.machine().id(), entry);
        var surplus = new ArrayList<Entry>();
        surplus(unknown, unknownBooted, settings.unknownMachines(), entry).ifPresent(surplus::add);
        surplus(idle, booted, settings.machines(), entry).ifPresent(surplus::add);
        return surplus;
    }

    /** Those that have loaded nothing go first, but not the one that has just come. */
    private static Optional<Entry> surplus(
            SequencedMap<String, Entry> idle, SequencedMap<String, Entry> booted, int most, Entry last) {
        if (idle.size() + booted.size() <= most) {
            return Optional.empty();
        }
        boolean isOnlyIdleOne =
                idle.size() == 1 && idle.containsKey(last.machine().id());
        var shelf = idle.isEmpty() || (isOnlyIdleOne && !booted.isEmpty()) ? booted : idle;
        return Optional.of(shelf.pollFirstEntry().getValue());
    }

    private SequencedMap<String, Entry> shelfOf(Entry entry) {
        if (!entry.machine().known()) {
            return entry.taken() == null ? unknown : unknownBooted;
        }
        return entry.taken() == null ? idle : booted;
    }

    /** Those of most interest first: the unknown, those that have loaded nothing, the others; the newest of each. */
    Stream<Entry> newestFirst() {
        return shelves().flatMap(shelf -> shelf.sequencedValues().reversed().stream());
    }

    private Stream<SequencedMap<String, Entry>> shelves() {
        return Stream.of(unknown, unknownBooted, idle, booted);
    }
}
