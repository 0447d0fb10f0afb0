package io.plasmd.provider.server.log;

import org.jspecify.annotations.Nullable;

/** Something thrown, in words that are never empty. */
public final class FailureText {
    private FailureText() {}

    /** Its message and type, or its type alone. */
    public static String of(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? "it threw " + type : message + " (" + type + ")";
    }
}
