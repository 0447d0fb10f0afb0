package io.plasmd.provider.netboot;

/** There is nothing for a machine to boot; the message is for the person before its console. */
final class NotBootableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotBootableException(String message) {
        // Thrown for whatever a machine may say: without the cost of a stack trace.
        super(message, null, false, false);
    }

    /** A fact that is malformed. */
    static NotBootableException wrong(String name, String value, String expected) {
        return new NotBootableException(name + " \"" + value + "\": " + expected);
    }
}
