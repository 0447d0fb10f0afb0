package io.plasmd.provider.netboot;

import java.util.Locale;

/**
 * A value, or a pattern of values: {@code *} is anything, {@code ?} one character. Case does not matter, as it does not in what
 * firmware says.
 */
record Glob(String text) {

    Glob {
        text = text.toLowerCase(Locale.ROOT);
    }

    boolean isExact() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    boolean matches(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (isExact()) {
            return text.equals(lower);
        }
        int star = -1;
        int resume = 0;
        int p = 0;
        int v = 0;
        while (v < lower.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = v;
            } else if (p < text.length() && (text.charAt(p) == '?' || text.charAt(p) == lower.charAt(v))) {
                p++;
                v++;
            } else if (star >= 0) {
                // The last star takes one character more.
                p = star + 1;
                v = ++resume;
            } else {
                return false;
            }
        }
        return text.substring(p).chars().allMatch(c -> c == '*');
    }

    /** Whether there is a value that both match. */
    boolean meets(Glob other) {
        if (isExact()) {
            return other.matches(text);
        }
        if (other.isExact()) {
            return matches(other.text);
        }
        // reached[j]: the first i characters here and the first j there can stand for the same text.
        boolean[] reached = new boolean[other.text.length() + 1];
        reached[0] = true;
        extend(reached, other.text);
        for (int i = 0; i < text.length(); i++) {
            reached = next(reached, text.charAt(i), other.text);
        }
        return reached[other.text.length()];
    }

    /** A star there stands for nothing. */
    private static void extend(boolean[] reached, String other) {
        for (int j = 0; j < other.length(); j++) {
            reached[j + 1] |= reached[j] && other.charAt(j) == '*';
        }
    }

    private static boolean[] next(boolean[] reached, char here, String other) {
        boolean[] next = new boolean[reached.length];
        // A star here stands for nothing.
        next[0] = here == '*' && reached[0];
        for (int j = 0; j < other.length(); j++) {
            char there = other.charAt(j);
            if (here == '*' || there == '*') {
                // One stands for nothing, or takes one character more of the other.
                next[j + 1] = reached[j + 1] || next[j];
            } else {
                next[j + 1] = reached[j] && (here == '?' || there == '?' || here == there);
            }
        }
        return next;
    }
}
