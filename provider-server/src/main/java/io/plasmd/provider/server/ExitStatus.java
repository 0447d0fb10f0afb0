package io.plasmd.provider.server;

/** The three ends of a command. */
enum ExitStatus {
    DONE(0),
    FAILED(1),
    WRONG_USAGE(2);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
