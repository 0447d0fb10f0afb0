package io.plasmd.provider.netboot.arguments;

/** The command was called in a way that makes no sense; the message says in which, and what would. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
