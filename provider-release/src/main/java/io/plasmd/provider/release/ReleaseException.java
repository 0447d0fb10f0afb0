package io.plasmd.provider.release;

/** Why something about a release was refused or failed, in words for the person who asked. */
public final class ReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** What is wrong, where, and what to do. */
    public ReleaseException(String message) {
        super(message);
        this.message = message;
    }

    /** What is wrong, where, and what to do; and what it came from. */
    public ReleaseException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** Never null, unlike that of other exceptions. */
    @Override
    public String getMessage() {
        return message;
    }
}
