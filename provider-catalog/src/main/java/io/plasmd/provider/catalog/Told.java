package io.plasmd.provider.catalog;

import java.util.HashSet;
import java.util.Set;

/**
 * What is known to have changed in a place since the last look at it.
 *
 * @param isAll whether anything may have
 * @param names of the files that have, else; directories are no files
 */
record Told(boolean isAll, Set<String> names) {
    static final Told NOTHING = new Told(false, Set.of());
    static final Told ALL = new Told(true, Set.of());

    /** To look at more of them one by one takes longer than at all that there is. */
    private static final int MOST = 256;

    static Told of(Set<String> names) {
        return names.size() > MOST ? ALL : new Told(false, Set.copyOf(names));
    }

    boolean isNothing() {
        return !isAll && names.isEmpty();
    }

    /** Both. */
    Told and(Told more) {
        if (isAll || more.isAll) {
            return ALL;
        }
        if (names.containsAll(more.names)) {
            return this;
        }
        Set<String> both = new HashSet<>(names);
        both.addAll(more.names);
        return of(both);
    }
}
