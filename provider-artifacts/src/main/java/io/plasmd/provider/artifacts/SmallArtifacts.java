package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Sends small artifacts whole: each is read, looked at and given to the network in one go, by the thread that has the request.
 * What a download of hours needs would take longer than all of that.
 */
final class SmallArtifacts {
    /** As with {@code ResourceServlet}: what fits into Jetty's output buffer is worth no other thread. */
    private static final int LARGEST = 32 * 1024;

    private final KnownDigests digests;
    private final ByteBufferPool pool;
    private final Downloads downloads;

    SmallArtifacts(KnownDigests digests, ByteBufferPool pool, Downloads downloads) {
        this.digests = digests;
        this.pool = pool;
        this.downloads = downloads;
    }

    static boolean isSmall(Artifact artifact) {
        return artifact.size() > 0 && artifact.size() <= LARGEST;
    }

    /**
     * Answers 200.
     *
     * @throws ArtifactBrokenException before anything is sent, where the artifact has become another
     */
    void send(Wanted wanted, Artifact artifact, HttpServletRequest request) throws IOException {
        Download download = begin(wanted, request);
        int size = (int) artifact.size();
        RetainableByteBuffer buffer = pool.acquire(size, true);
        try {
            ByteBuffer bytes = buffer.getByteBuffer();
            BufferUtil.clearToFill(bytes);
            bytes.limit(bytes.position() + size);
            VersionFile.readWhole(artifact, digests, bytes);
            BufferUtil.flipToFlush(bytes, 0);
            describe(wanted, artifact, request);
        } catch (IOException | RuntimeException e) {
            download.fail(e);
            end(download, buffer);
            throw e;
        }
        WholeContent.send(request, buffer.getByteBuffer(), download, failure -> end(download, buffer));
    }

    /** The same of one that has been read. */
    void send(Wanted wanted, Artifact artifact, ByteBuffer bytes, HttpServletRequest request) throws IOException {
        Download download = begin(wanted, request);
        describe(wanted, artifact, request);
        WholeContent.send(request, bytes.duplicate(), download, failure -> downloads.end(download));
    }

    private Download begin(Wanted wanted, HttpServletRequest request) {
        return downloads.begin(
                wanted.path(),
                request.getRemoteAddr(),
                why -> request.setAttribute(EndpointContext.CUT_SHORT_ATTRIBUTE, why));
    }

    private static void describe(Wanted wanted, Artifact artifact, HttpServletRequest request) {
        ArtifactFields.of(artifact)
                .describeWhole(
                        wanted,
                        artifact,
                        ServletContextRequest.getServletContextRequest(request)
                                .getServletContextResponse()
                                .getHeaders());
    }

    private void end(Download download, RetainableByteBuffer buffer) {
        buffer.release();
        downloads.end(download);
    }
}
