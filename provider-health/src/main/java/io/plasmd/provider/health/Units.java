package io.plasmd.provider.health;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    static String bytes(long count) {
        return bytes((double) count);
    }

    /** Three digits are as many as a glance takes in. */
    static String bytes(double count) {
        double value = count;
        int unit = 0;
        // 999.5, since that would be rounded to four digits.
        while (value >= 999.5 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f\u00a0%s", value, SIZES[unit]);
    }

    static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    static String percent(long part, long whole) {
        return whole <= 0 ? "0\u00a0%" : Math.clamp(Math.floorDiv(100 * part, whole), 0, 100) + "\u00a0%";
    }

    /** Thousands apart by narrow spaces, which no locale mistakes for a decimal point. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    static String count(long number, String one, String many) {
        return count(number) + "\u00a0" + (number == 1 ? one : many);
    }

    /** The two largest units. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "\u00a0s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + "\u00a0" + largeUnit + (small == 0 ? "" : " " + small + "\u00a0" + smallUnit);
    }

    /** How long ago, in one unit. */
    static String age(Duration age) {
        if (age.isNegative()) {
            return "in the future";
        }
        long minutes = age.toMinutes();
        if (minutes < 1) {
            return "just now";
        }
        if (minutes < 60) {
            return minutes + "\u00a0min ago";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + "\u00a0h ago";
        }
        long days = age.toDays();
        return days < 730 ? days + "\u00a0days ago" : days / 365 + "\u00a0years ago";
    }
}
