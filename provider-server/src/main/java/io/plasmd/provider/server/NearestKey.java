package io.plasmd.provider.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a person may have meant. */
public final class NearestKey {
    private NearestKey() {}

    /** The known one that is nearest to what was written; empty if nothing is known. */
    public static Optional<String> to(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(key, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The Levenshtein distance; a key that ends alike ({@code port} for {@code provider.http.port}) is near as well. */
    private static int distance(String key, String other) {
        if (other.endsWith("." + key)) {
            return 0;
        }
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= key.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int substitution = previous[j - 1] + (key.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
