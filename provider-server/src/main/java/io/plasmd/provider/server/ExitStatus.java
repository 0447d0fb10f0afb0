package io.plasmd.provider.server;

/** The three ends of a command. */
public enum ExitStatus {
    DONE(0),
    FAILED(1),
    /** Of the command, or of the configuration. */
    WRONG_USAGE(2);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** As the caller of the process sees it. */
    public int code() {
        return code;
    }
}
