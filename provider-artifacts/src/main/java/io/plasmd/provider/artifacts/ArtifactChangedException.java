package io.plasmd.provider.artifacts;

import java.io.IOException;
import org.eclipse.jetty.io.QuietException;

/** A file is no longer the version that was announced, so the rest of its bytes must not be sent. */
final class ArtifactChangedException extends IOException implements QuietException {
    private static final long serialVersionUID = 1L;

    ArtifactChangedException(String message) {
        super(message);
    }
}
