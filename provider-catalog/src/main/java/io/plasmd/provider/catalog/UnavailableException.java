package io.plasmd.provider.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Something is there, or about to be, that clients cannot have just now. */
public final class UnavailableException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean damage;

    private UnavailableException(String reason, boolean damage) {
        super(new IOException(reason));
        this.reason = reason;
        this.damage = damage;
    }

    /** It will be there in a while. */
    static UnavailableException notYet(String reason) {
        return new UnavailableException(reason, false);
    }

    /** Only an operator can mend it. */
    static UnavailableException damaged(String reason) {
        return new UnavailableException(reason, true);
    }

    /** Whether somebody has to do something about it. */
    public boolean isDamage() {
        return damage;
    }

    /** For the client, so without the places of files. */
    public String reason() {
        return reason;
    }
}
