package io.plasmd.provider.release;

/** Text from elsewhere, for a message. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /** Without anything that could drive a terminal, and not too long. */
    static String of(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return shown.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
