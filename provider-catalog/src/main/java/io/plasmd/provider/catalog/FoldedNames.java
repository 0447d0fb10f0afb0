package io.plasmd.provider.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names in an order in which case does not matter, so that those that differ by it alone stand beside each other. */
final class FoldedNames {
    private static final Comparator<String> ORDER =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private final List<String> names;

    FoldedNames(Collection<String> names) {
        this.names = names.stream().sorted(ORDER).toList();
    }

    /** Those that are the same but for case, sorted. */
    List<String> like(String name) {
        int low = 0;
        int high = names.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (names.get(middle).compareToIgnoreCase(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<String> found = new ArrayList<>();
        for (int i = low; i < names.size() && names.get(i).equalsIgnoreCase(name); i++) {
            found.add(names.get(i));
        }
        return found;
    }
}
