package io.plasmd.provider.artifacts;

import java.io.IOException;
import org.eclipse.jetty.io.QuietException;

/** The bytes of the version that was announced can no longer be had: the file was changed, or the disk fails. */
final class ArtifactBrokenException extends IOException implements QuietException {
    private static final long serialVersionUID = 1L;

    ArtifactBrokenException(String message) {
        super(message);
    }
}
