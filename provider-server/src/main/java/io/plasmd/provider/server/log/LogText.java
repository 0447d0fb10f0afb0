package io.plasmd.provider.server.log;

import io.plasmd.provider.server.configuration.Secrets;
import org.jspecify.annotations.Nullable;

/** Makes what a client sent fit for a log line. */
public final class LogText {
    private static final int LONGEST = 256;

    private LogText() {}

    /** What code of an endpoint threw, and where, in one line: its message may quote what a client sent. */
    public static String failure(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String what = Secrets.masked(String.valueOf(thrown));
        String cut = what.length() > LONGEST ? what.substring(0, LONGEST) + "..." : what;
        String line = cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ");
        return trace.length == 0 ? line : line + " (at " + trace[0] + ")";
    }

    /** With everything but printable ASCII escaped, so that no client can forge a line or drive a terminal, and cut. */
    public static String escape(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        var escaped = new StringBuilder(Math.min(text.length(), LONGEST) + 3);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f && c != '\\' && c != '"') {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.length() > LONGEST ? escaped.append("...").toString() : escaped.toString();
    }
}
