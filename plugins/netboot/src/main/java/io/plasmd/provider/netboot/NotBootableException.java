package io.plasmd.provider.netboot;

/** There is nothing for a machine to boot; the message is for the person before its console. */
final class NotBootableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** On a console, and in the log. */
    private static final int MOST_SHOWN = 64;

    NotBootableException(String message) {
        // Thrown for whatever a machine may say: without the cost of a stack trace.
        super(message, null, false, false);
    }

    /** A fact that is malformed. */
    static NotBootableException wrong(String name, String value, String expected) {
        String shown = value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "..." : value;
        return new NotBootableException(name + " \"" + shown + "\": " + expected);
    }
}
