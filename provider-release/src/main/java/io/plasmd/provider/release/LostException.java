package io.plasmd.provider.release;

import java.time.Duration;

/** An answer that did not come, or broke off: worth another try. */
final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final Duration wait;

    LostException(String what, Throwable cause) {
        super(what, cause);
        this.what = what;
        this.wait = Duration.ZERO;
    }

    /**
     * Said by the server.
     *
     * @param wait what it asks for; zero where it says nothing
     */
    LostException(String what, Duration wait) {
        super(what);
        this.what = what;
        this.wait = wait;
    }

    /** Begins with the URL. */
    String what() {
        return what;
    }

    Duration waitAsked() {
        return wait;
    }
}
