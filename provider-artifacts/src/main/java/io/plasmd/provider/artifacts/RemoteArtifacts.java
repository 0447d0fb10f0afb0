package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.release.ReleaseUse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Artifacts on file systems that may not answer. They are opened while the request waits without a thread, and sent by
 * threads that nothing else is sent by: those may be kept by the file system for ever.
 */
final class RemoteArtifacts {
    private static final Awaited<OpenArtifact> OPENED = new Awaited<>("opened");
    private static final Awaited<ByteBuffer> READ = new Awaited<>("read");

    private final KnownDigests digests;
    private final Scheduler scheduler;
    private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
    private final Map<RemoteMount, Side> sides = new ConcurrentHashMap<>();

    /** What one file system has to itself. */
    private record Side(Senders senders, ReleaseUse uses) {}

    /** What a request has had opened, or will have. */
    private static final class Opening {
        private final CompletableFuture<OpenArtifact> artifact;

        Opening(CompletableFuture<OpenArtifact> artifact) {
            this.artifact = artifact;
        }
    }

    RemoteArtifacts(KnownDigests digests, Scheduler scheduler) {
        this.digests = digests;
        this.scheduler = scheduler;
    }

    /** Whether a request has been counted before it waited. */
    static boolean comesBack(HttpServletRequest request) {
        return OPENED.isAsked(request) || READ.isAsked(request);
    }

    /** It is about another artifact now. */
    static void forget(HttpServletRequest request) {
        OPENED.forget(request);
        READ.forget(request);
    }

    /** Opens it until the request is over; empty where the request comes once more. */
    Optional<OpenArtifact> open(RemoteMount mount, Artifact artifact, HttpServletRequest request) throws IOException {
        return OPENED.of(request, () -> {
            CompletableFuture<OpenArtifact> opened = mount.ask(
                    () -> OpenArtifact.open(artifact, digests, side(mount).uses(), new RemoteReads(mount)));
            Request exchange = ServletContextRequest.getServletContextRequest(request);
            var opening = new Opening(opened);
            openings.add(opening);
            Request.addCompletionListener(exchange, over -> close(opening));
            return opened;
        });
    }

    /** All of one that is small; empty where the request comes once more. */
    Optional<ByteBuffer> read(RemoteMount mount, Artifact artifact, HttpServletRequest request) throws IOException {
        return READ.of(
                request,
                () -> mount.ask(() -> {
                    ByteBuffer bytes = ByteBuffer.allocate((int) artifact.size());
                    VersionFile.readWhole(artifact, digests, bytes);
                    return bytes.flip();
                }));
    }

    private void close(Opening opening) {
        openings.remove(opening);
        CompletableFuture<?> _ = opening.artifact.thenAccept(IO::close);
    }

    /** Who sends what is on it. */
    Senders senders(RemoteMount mount) {
        return side(mount).senders();
    }

    private Side side(RemoteMount mount) {
        return sides.computeIfAbsent(mount, key -> {
            var senders = new Senders(true);
            senders.start(scheduler);
            return new Side(senders, new ReleaseUse());
        });
    }

    /** At the end of the server: what is kept by its file system does not end with it. */
    void stop() {
        sides.values().forEach(side -> side.senders().stop());
        openings.forEach(this::close);
    }
}
