package io.plasmd.provider.netboot;

/** Texts of others made fit for a script. */
final class SafeText {
    private static final String PUNCTUATION = "._:+/@%,=-";

    private SafeText() {}

    /** As one word that no boot loader takes for more: what is none of the characters below becomes {@code _}. */
    static String word(String text) {
        return mapped(text, false);
    }

    /** As a line of such words. */
    static String line(String text) {
        return mapped(text, true);
    }

    private static String mapped(String text, boolean spaces) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(isPlain(c) || (spaces && c == ' ') ? (char) c : '_'));
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 128 && PUNCTUATION.indexOf(c) >= 0);
    }

    /** Without what would end the line. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    /** As it stands between the double quotes of JSON, and of YAML, which takes the same (YAML 1.2, section 1.3). */
    static String json(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** As a plain scalar of YAML, which a comma ends in a list, and a colon before a space anywhere (YAML 1.2, section 7.3.3). */
    static String yaml(String text) {
        return line(text).replace(',', '_').replace(": ", "_ ");
    }

    /** As one word of a GRUB script: between single quotes nothing means anything but the quote. */
    static String grub(String text) {
        return "'" + oneLine(text).replace("'", "'\\''") + "'";
    }
}
