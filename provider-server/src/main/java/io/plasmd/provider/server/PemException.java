package io.plasmd.provider.server;

/** Why a PEM file cannot be used, and what to do. */
final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PemFile file;
    private final String why;

    PemException(PemFile file, String why) {
        super(file + ": " + why);
        this.file = file;
        this.why = why;
    }

    /** As a mistake in the configuration that names the file. */
    Problem problem() {
        return Problem.at(file.origin(), file.setting() + " = " + file + ": " + why);
    }
}
