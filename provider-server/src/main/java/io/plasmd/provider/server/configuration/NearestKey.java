package io.plasmd.provider.server.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what a person may have meant. */
public final class NearestKey {
    private NearestKey() {}

    /** What all keys, variables and options begin with, and what is nothing that they have in common. */
    private static final Pattern COMMON = Pattern.compile("^(provider\\.(endpoints\\.)?|PROVIDER_(ENDPOINTS_)?|-+)");

    /** The known one that is nearest to what was written; empty where none is near. */
    public static Optional<String> to(String key, Collection<String> known) {
        // A third of it may be wrong: more, and to name something would only mislead.
        int farthest = Math.max(2, COMMON.matcher(key).replaceFirst("").length() / 3);
        return known.stream()
                .filter(other -> distance(key, other) <= farthest)
                .min(Comparator.comparingInt((String other) -> distance(key, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** For the end of a message about what is unknown; empty where nothing is near. */
    public static String suggestion(String key, Collection<String> known) {
        return to(key, known).map(nearest -> "; did you mean " + nearest + "?").orElse("");
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
