package io.plasmd.provider.release;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads artifacts from another machine to see whether they are what the manifest says. Keeps nothing of them. */
public final class BlobVerifier implements AutoCloseable {
    private final TransferSettings settings;
    private final RemoteClient client;
    private final ExecutorService threads;

    public BlobVerifier(TransferSettings settings) {
        this.settings = settings;
        client = new RemoteClient(settings);
        threads = Executors.newFixedThreadPool(
                settings.connections(),
                Thread.ofPlatform().name("verify-", 0).daemon().factory());
    }

    /** Reads one artifact. */
    public void verify(RemoteArtifact artifact, Progress progress) throws ReleaseException, InterruptedException {
        ReleaseException wrong = verify(List.of(artifact), progress).get(artifact);
        if (wrong != null) {
            throw wrong;
        }
    }

    /**
     * Reads all of them, several at once.
     *
     * @return what is wrong with each that is wrong, in the given order
     */
    public Map<RemoteArtifact, ReleaseException> verify(List<RemoteArtifact> artifacts, Progress progress)
            throws InterruptedException {
        Patience patience = new Patience(settings.patience(), settings.minRate());
        List<Future<?>> reads = new ArrayList<>();
        try {
            for (RemoteArtifact artifact : artifacts) {
                reads.add(threads.submit(() -> {
                    read(artifact, patience, progress);
                    return artifact;
                }));
            }
            Map<RemoteArtifact, ReleaseException> wrong = new LinkedHashMap<>();
            for (int i = 0; i < artifacts.size(); i++) {
                try {
                    reads.get(i).get();
                } catch (ExecutionException e) {
                    wrong.put(artifacts.get(i), failure(e));
                }
            }
            return wrong;
        } finally {
            reads.forEach(read -> read.cancel(true));
        }
    }

    private static ReleaseException failure(ExecutionException e) {
        if (e.getCause() instanceof ReleaseException wrong) {
            return wrong;
        }
        throw new IllegalStateException(e.getCause());
    }

    private void read(RemoteArtifact artifact, Patience patience, Progress progress)
            throws ReleaseException, InterruptedException {
        MessageDigest sha256 = Digest.newSha256();
        ArtifactPlaces places = new ArtifactPlaces(artifact);
        var sink = new RangeRead.Sink() {
            @Override
            public long answered(boolean ranges) {
                return artifact.size();
            }

            @Override
            public void accept(long position, ByteBuffer bytes) {
                int count = bytes.remaining();
                sha256.update(bytes);
                progress.received(artifact.name(), count);
            }
        };
        progress.started(artifact.name(), artifact.size(), 0);
        new RangeRead(artifact, places, client, patience, sink, 0, artifact.size()).run();
        Digest got = Digest.ofSum(sha256.digest());
        if (!got.equals(artifact.digest())) {
            throw new ReleaseException(artifact.name() + ": " + places.current() + " sent other bytes: their digest is "
                    + got.prefixed() + "; the manifest says "
                    + artifact.digest().prefixed() + ". " + AnswerHead.ANOTHER_VERSION);
        }
        progress.finished(artifact.name());
    }

    /** Ends what is under way, and returns when no connection and no thread is left. */
    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
        threads.close();
    }
}
