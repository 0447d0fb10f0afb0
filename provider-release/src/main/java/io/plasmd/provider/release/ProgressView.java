package io.plasmd.provider.release;

import java.io.IOException;

/** Progress that is shown. The counting methods are quick; only ticks write, all of them from one thread at a time. */
interface ProgressView extends Progress {
    /** Shows nothing. */
    ProgressView NONE = new ProgressView() {
        @Override
        public void tick(long nanos) {}

        @Override
        public void end(long nanos) {}
    };

    /**
     * Shows how far it is.
     *
     * @param nanos as of System.nanoTime()
     */
    void tick(long nanos) throws IOException;

    /** For the last time. */
    void end(long nanos) throws IOException;
}
