package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import java.util.List;

/** Why the server cannot start, or a command cannot run, in words for the person who called it. Never with a stack trace. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    public StartException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public StartException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** All problems at once, numbered where there are several. */
    static StartException of(List<Problem> problems) {
        boolean written = problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.WRITTEN);
        ExitStatus status = written ? ExitStatus.WRONG_USAGE : ExitStatus.FAILED;
        if (problems.size() == 1) {
            return new StartException(status, problems.getFirst().toString());
        }
        var message = new StringBuilder(problems.size() + " problems:");
        for (int i = 0; i < problems.size(); i++) {
            message.append("\n  ").append(i + 1).append(". ").append(problems.get(i));
        }
        return new StartException(status, message.toString());
    }

    /** With which the command ends. */
    public ExitStatus status() {
        return status;
    }
}
