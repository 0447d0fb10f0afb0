package io.plasmd.provider.netboot.boots;

import java.util.Comparator;
import java.util.Map;

/**
 * How many boots of a profile and version have come to which state, and not further.
 *
 * @param boots without the states that none is in
 */
public record Count(Of of, Map<State, Integer> boots) {

    /** A profile and a version of it. */
    public record Of(String profile, String version) implements Comparable<Of> {
        private static final Comparator<Of> ORDER =
                Comparator.comparing(Of::profile).thenComparing(Of::version);

        @Override
        public int compareTo(Of other) {
            return ORDER.compare(this, other);
        }
    }

    public Count {
        boots = Map.copyOf(boots);
    }
}
