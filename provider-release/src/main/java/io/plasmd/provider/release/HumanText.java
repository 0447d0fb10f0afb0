package io.plasmd.provider.release;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers and foreign texts as people read them. */
public final class HumanText {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int LONGEST = 200;

    /**
     * Controls (a terminal obeys those from U+0080 to U+009F as well), what turns the direction of text or is not seen at
     * all, halves of characters, and the separators of lines.
     */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private HumanText() {}

    /** A number of bytes, in the largest unit of which there is one. */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        // By hand: of a table of 50,000 files, to format this was a twentieth of what it took to publish them.
        long tenths = Math.round(value * 10);
        return unit == 0 ? bytes + " B" : tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }

    /** In the two largest units. */
    public static String duration(long seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : seconds + " s";
    }

    /** As a clock shows it. */
    static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** What another machine or a file said, in one line that drives no terminal, and not too long. */
    public static String printable(String text) {
        return harmless(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    /** The same at its full length. */
    public static String harmless(String text) {
        return isPlain(text) ? text : UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** Of most texts that is all there is to ask. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** The same with its lines: for a message of this program, in which a text of others may be quoted. */
    public static String harmlessLines(String text) {
        return text.lines().map(HumanText::harmless).collect(Collectors.joining("\n"));
    }
}
