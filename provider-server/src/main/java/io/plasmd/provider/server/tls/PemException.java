package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.configuration.Problem;

/** Why a PEM file cannot be used, and what to do. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PemFile file;
    private final String why;
    private final Problem.Kind kind;

    PemException(PemFile file, String why) {
        this(file, why, Problem.Kind.WRITTEN);
    }

    private PemException(PemFile file, String why, Problem.Kind kind) {
        super(file + ": " + why);
        this.file = file;
        this.why = why;
        this.kind = kind;
    }

    /** It is not there yet, or not for this user: what renews certificates may bring it. */
    static PemException unreadable(PemFile file, String why) {
        return new PemException(file, why, Problem.Kind.MACHINE);
    }

    /** What reads well, and is refused by the TLS of the runtime all the same. */
    static PemException notTaken(PemFile file, RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new PemException(
                file, "it cannot be used for TLS together with its key and client-ca: " + cause.getMessage());
    }

    /** As a mistake in the configuration that names the file. */
    Problem problem() {
        Problem problem = Problem.at(file.origin(), file.setting() + " = " + file + ": " + why);
        return kind == Problem.Kind.MACHINE ? problem.ofMachine() : problem;
    }
}
