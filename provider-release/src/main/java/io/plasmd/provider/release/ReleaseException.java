package io.plasmd.provider.release;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Why something about a release was refused or failed, in words for the person who asked. */
public final class ReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String ITEM = "\n  - ";

    private final String message;

    /** What is wrong, where, and what to do. */
    public ReleaseException(String message) {
        super(message);
        this.message = harmless(message);
    }

    /** What is wrong, where, and what to do; and what it came from. */
    public ReleaseException(String message, Throwable cause) {
        super(message, cause);
        this.message = harmless(message);
    }

    /** A new line begins only with an item of a list: a name of somebody else's must not add one that looks like ours. */
    private static String harmless(String message) {
        return Arrays.stream(message.split(ITEM, -1)).map(HumanText::harmless).collect(Collectors.joining(ITEM));
    }

    /** Never null, unlike that of other exceptions, and fit for a terminal, whatever it quotes. */
    @Override
    public String getMessage() {
        return message;
    }
}
