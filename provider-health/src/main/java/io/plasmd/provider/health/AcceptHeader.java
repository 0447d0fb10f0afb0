package io.plasmd.provider.health;

import java.util.Locale;

/** Which of two media types a client would rather have (RFC 9110, section 12.5.1). */
final class AcceptHeader {
    private AcceptHeader() {}

    /**
     * How much a client wants a type: the quality it gives, then how closely the range that gave it names the type.
     * Scripts that send nothing or {@code *}/{@code *} get JSON.
     */
    private record Wish(double quality, int closeness, int position) {
        static final Wish NONE = new Wish(0, 0, Integer.MAX_VALUE);

        boolean beats(Wish other) {
            if (quality != other.quality) {
                return quality > other.quality;
            }
            return closeness != other.closeness ? closeness > other.closeness : position < other.position;
        }
    }

    static boolean prefersHtml(String accept) {
        Wish html = wish(accept, "text/html");
        return html.quality() > 0 && html.beats(wish(accept, "application/json"));
    }

    /** The closest range decides, not the one with the best quality: {@code text/html;q=0, *}{@code /*} is no HTML. */
    private static Wish wish(String accept, String type) {
        Wish found = Wish.NONE;
        String[] ranges = accept.split(",", -1);
        for (int i = 0; i < ranges.length; i++) {
            String[] parts = ranges[i].split(";", -1);
            int closeness = closeness(parts[0].strip().toLowerCase(Locale.ROOT), type);
            if (closeness > found.closeness()) {
                found = new Wish(quality(parts), closeness, i);
            }
        }
        return found;
    }

    private static int closeness(String range, String type) {
        if (range.equals(type)) {
            return 3;
        }
        if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
            return 2;
        }
        return range.equals("*/*") ? 1 : 0;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                return parameter.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(parameter.substring(2))
                        : 0;
            }
        }
        return 1;
    }
}
