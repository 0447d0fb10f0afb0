package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of an answer, piece by piece. Used by one thread at a time. */
interface Pieces {

    /** How long the next piece may be; zero at the end. */
    int longest();

    /**
     * Whether the next piece may be sent; asked again later where not.
     *
     * @throws ArtifactBrokenException where the file is no longer what it was
     */
    boolean isReady() throws IOException;

    /**
     * The next piece.
     *
     * @param bytes no more than {@link #longest()} said; so many it has
     * @throws ArtifactBrokenException where the file is no longer what it was; nothing of this piece is to be sent then
     */
    ByteBuffer next(int bytes) throws IOException;

    /** No piece is in use any more. */
    void release();
}
