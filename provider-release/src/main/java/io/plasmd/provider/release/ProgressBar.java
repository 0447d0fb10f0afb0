package io.plasmd.provider.release;

import java.io.IOException;
import java.util.Locale;

/** One line for a terminal, drawn again in its place at every tick. */
final class ProgressBar implements ProgressView {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 5;

    /** What is beside the bar is seldom longer. The bar does not change its length with it: that would be unquiet. */
    private static final int LONGEST_REST = 64;

    /** To the beginning of the line, and nothing behind what is written then. */
    private static final String BEGIN = "\r";

    private static final String CLEAR = "\u001b[K";

    private final Appendable out;
    private final int width;
    private final TransferCount count;
    private final TransferRate rate = new TransferRate();

    ProgressBar(Appendable out, int width, long total, int artifacts) {
        this.out = out;
        this.width = width;
        count = new TransferCount(total, artifacts);
    }

    @Override
    public void started(String name, long size, long alreadyThere) {
        count.alreadyThere(alreadyThere);
    }

    @Override
    public void received(String name, long bytes) {
        count.received(bytes);
    }

    @Override
    public void finished(String name) {
        count.finished();
    }

    @Override
    public void tick(long nanos) throws IOException {
        rate.add(nanos, count.received());
        out.append(BEGIN).append(line()).append(CLEAR);
    }

    @Override
    public void end(long nanos) throws IOException {
        tick(nanos);
        out.append('\n');
    }

    private String line() {
        String percent = String.format(Locale.ROOT, "%3d%%", count.percent());
        String rest = HumanText.size(count.present()) + " of " + HumanText.size(count.total()) + "  "
                + HumanText.size(rate.bytesPerSecond()) + "/s  " + left() + "  " + count.artifacts();
        int room = width - LONGEST_REST;
        String bar = room < SHORTEST_BAR ? " " : " [" + bar(Math.min(room, LONGEST_BAR)) + "] ";
        String line = percent + bar + rest;
        // A line that fills the last column would go on in the next one, and no longer be drawn in its place.
        return line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
    }

    private String bar(int length) {
        int filled = length * count.percent() / 100;
        return "#".repeat(filled) + "-".repeat(length - filled);
    }

    private String left() {
        long missing = count.total() - count.present();
        long speed = rate.bytesPerSecond();
        if (missing == 0) {
            return "0:00 left";
        }
        return speed == 0 ? "-:-- left" : HumanText.clock((missing + speed - 1) / speed) + " left";
    }
}
