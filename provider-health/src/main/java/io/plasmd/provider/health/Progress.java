package io.plasmd.provider.health;

/** A progress bar. */
final class Progress {
    private Progress() {}

    /**
     * Writes one.
     *
     * @param label for those who cannot see what is beside it
     * @param whole zero where it is not known
     */
    static void write(Html html, String label, long done, long whole) {
        if (whole > 0) {
            html.open(
                    "progress",
                    "aria-label",
                    label,
                    "max",
                    Long.toString(whole),
                    "value",
                    Long.toString(Math.clamp(done, 0, whole)));
        } else {
            html.open("progress", "aria-label", label);
        }
        html.close();
    }
}
