package io.plasmd.provider.netboot.boots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The machines, each on one of three shelves in the order in which they last changed. Who invents MAC
 * addresses fills the shelf of the unknown, or where a rule takes them all, that of machines which have loaded nothing.
 */
final class Shelves {
    private final BootSettings settings;
    private final SequencedMap<String, Entry> unknown = new LinkedHashMap<>();
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
        if (unknown.size() > settings.unknownMachines()) {
            surplus.add(unknown.pollFirstEntry().getValue());
        }
        if (idle.size() + booted.size() > settings.machines()) {
            boolean isOnlyIdleOne =
                    idle.size() == 1 && idle.containsKey(entry.machine().id());
            var shelf = idle.isEmpty() || (isOnlyIdleOne && !booted.isEmpty()) ? booted : idle;
            surplus.add(shelf.pollFirstEntry().getValue());
        }
        return surplus;
    }

    private SequencedMap<String, Entry> shelfOf(Entry entry) {
        if (!entry.machine().known()) {
            return unknown;
        }
        return entry.taken() == null ? idle : booted;
    }

    /** Those of most interest first: the unknown, those that have loaded nothing, the others; the newest of each. */
    Stream<Entry> newestFirst() {
        return shelves().flatMap(shelf -> shelf.sequencedValues().reversed().stream());
    }

    private Stream<SequencedMap<String, Entry>> shelves() {
        return Stream.of(unknown, idle, booted);
    }
}
