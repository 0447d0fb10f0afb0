package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Slices of the mapped file, which the kernel copies straight into the socket. The file is looked at before each write
 * ({@link OpenArtifact#requireWritable}). What is changed while one write copies, for some ten microseconds, is seen only
 * before the next; so the last bytes go out as a copy: an answer that is complete has no byte of another version.
 */
final class MappedPieces implements Pieces {
    /** Mapping less than this costs more than it spares. */
    private static final long WORTHWHILE = 1024 * 1024;

    /**
     * Of one write. While it lasts the kernel only collects the client's acknowledgements, and sends nothing because of
     * them; longer ones, of 1 MiB, halved the speed of one download between two network namespaces (2.1 GiB/s in place of
     * 4.7). Short ones, of 256 KiB, cost a tenth more processor time. In between it makes no difference.
     */
    private static final int LONGEST = 640 * 1024;

    /** Of the end that is copied: any size would do, and each download that ends has a buffer of it for a moment. */
    private static final int END = 16 * 1024;

    private final OpenArtifact artifact;
    private final Function<Segment.Stretch, Pieces> copying;
    private Segment.Stretch left;
    private @Nullable Pieces end;

    /**
     * Of a mapped file.
     *
     * @param copying for the end, of which it makes pieces only when it comes to it
     */
    MappedPieces(OpenArtifact artifact, Segment.Stretch content, Function<Segment.Stretch, Pieces> copying) {
        this.artifact = artifact;
        this.left = content;
        this.copying = copying;
    }

    static boolean isWorthwhile(Segment.Stretch content) {
        return content.length() >= WORTHWHILE;
    }

    @Override
    public int longest() {
        if (end == null && left.length() <= END) {
            end = copying.apply(left);
        }
        return end != null ? end.longest() : (int) Math.min(LONGEST, left.length() - END);
    }

    @Override
    public boolean isReady() throws IOException {
        return longest() == 0 || end == null || end.isReady();
    }

    @Override
    public ByteBuffer next(int bytes) throws IOException {
        if (end != null) {
            return end.next(bytes);
        }
        ByteBuffer slice = artifact.slice(left.offset(), bytes);
        left = left.after(bytes);
        return slice;
    }

    @Override
    public void release() {
        if (end != null) {
            end.release();
        }
    }
}
