package io.plasmd.provider.artifacts;

import java.io.IOException;

/** This side gave a download up for its client's slowness. */
final class CutOffException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Download.End end;

    CutOffException(Download.End end, String message) {
        super(message);
        this.end = end;
    }

    Download.End end() {
        return end;
    }
}
