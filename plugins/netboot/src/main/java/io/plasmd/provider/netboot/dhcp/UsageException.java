package io.plasmd.provider.netboot.dhcp;

/** The command was called in a way that makes no sense; the message says in which, and what would. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
