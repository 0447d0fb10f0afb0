package io.plasmd.provider.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One line over the last minutes. The drawing is stretched to the width of the page, so there is no text in it; colours
 * and line widths are in status.css.
 *
 * @param height of the drawing, in units of its own
 * @param steps whether the value jumps, as a count does
 */
record Chart(List<Sample> samples, Instant now, ToDoubleFunction<Sample> value, int height, boolean steps) {
    private static final int WIDTH = 600;
    private static final long[] ROUND = {1, 2, 5, 10, 20, 50, 100, 200, 500};

    /**
     * Draws it.
     *
     * @param top the value at the upper edge
     * @param description for those who cannot see it
     */
    void write(Html html, double top, String description) {
        html.open(
                "svg",
                "class",
                "plot",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                description);
        for (int quarter = 0; quarter <= 4; quarter += height > 100 ? 1 : 2) {
            double y = height * quarter / 4.0;
            path(html, "grid", "M0 " + number(y) + "H" + WIDTH);
        }
        String line = line(top);
        if (!line.isEmpty()) {
            path(html, "area", line + "V" + height + "H" + number(left()) + "Z");
            path(html, "line", line);
        }
        html.close();
    }

    private static void path(Html html, String style, String data) {
        html.open("path", "class", style, "d", data).close();
    }

    private String line(double top) {
        var line = new StringBuilder();
        for (Sample sample : samples) {
            double x = x(sample.at());
            String y = number(height * (1 - value.applyAsDouble(sample) / top));
            if (line.isEmpty()) {
                line.append('M').append(number(x)).append(' ').append(y);
            } else if (steps) {
                line.append('H').append(number(x)).append('V').append(y);
            } else {
                line.append('L').append(number(x)).append(' ').append(y);
            }
        }
        // The last sample is up to two seconds old; the line goes on to the edge, which is now.
        return line.isEmpty() ? "" : line.append('H').append(WIDTH).toString();
    }

    private double left() {
        return x(samples.getFirst().at());
    }

    private double x(Instant at) {
        double age = Duration.between(at, now).toMillis() / 1000.0;
        return Math.clamp(WIDTH * (1 - age / Sample.WINDOW.toSeconds()), 0, WIDTH);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The next round number in a unit of bytes. */
    static double niceBytes(double peak) {
        double unit = 1024;
        while (peak > 500 * unit) {
            unit *= 1024;
        }
        return unit * round(peak / unit);
    }

    static double niceCount(double peak) {
        double unit = 1;
        while (peak > 500 * unit) {
            unit *= 1000;
        }
        return unit * Math.max(2, round(peak / unit));
    }

    private static double round(double value) {
        for (long round : ROUND) {
            if (value <= round) {
                return round;
            }
        }
        return 1000;
    }
}
