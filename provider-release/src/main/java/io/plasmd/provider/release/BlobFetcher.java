package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Downloads artifacts from another machine. What was interrupted, in whatever way, goes on where it broke off when it is
 * fetched again into the same directory.
 *
 * <p>To end a fetch, interrupt the thread that it was called on. One fetch at a time: all artifacts in one call share the
 * connections.
 */
public final class BlobFetcher implements AutoCloseable {
    /** Of one request: large enough that requests cost nothing, and small enough that many can read at once. */
    private static final int SEGMENT_BYTES = 8 * 1024 * 1024;

    /** Artifacts that are begun at once: each has two files open. */
    private static final int BATCH = 200;

    private final TransferSettings settings;
    private final int segmentBytes;
    private final RemoteClient client;

    public BlobFetcher(TransferSettings settings) {
        this(settings, SEGMENT_BYTES);
    }

    BlobFetcher(TransferSettings settings, int segmentBytes) {
        this.settings = settings;
        this.segmentBytes = segmentBytes;
        client = new RemoteClient(settings);
    }

    /** Downloads one artifact; otherwise as with several. */
    public Path fetch(RemoteArtifact artifact, Path partialDirectory, Progress progress)
            throws ReleaseException, InterruptedException {
        return fetch(List.of(artifact), partialDirectory, progress).getFirst();
    }

    /**
     * Downloads artifacts, several at once. All of them are kept in the directory, and found there by a later call, until
     * the caller moves or deletes them; {@code .progress} files without their artifacts do no harm.
     *
     * @param partialDirectory made where there is none
     * @return in the same order, a file for each, whose name is the digest: it has the right size and digest, and is on
     *     the disk. Artifacts with the same digest have the same file.
     */
    public List<Path> fetch(List<RemoteArtifact> artifacts, Path partialDirectory, Progress progress)
            throws ReleaseException, InterruptedException {
        Map<Digest, RemoteArtifact> different = new LinkedHashMap<>();
        List<RemoteArtifact> copies = new ArrayList<>();
        for (RemoteArtifact artifact : artifacts) {
            RemoteArtifact same = different.putIfAbsent(artifact.digest(), artifact);
            if (same == null) {
                continue;
            }
            copies.add(artifact);
            if (same.size() != artifact.size()) {
                throw new ReleaseException(same.name() + " and " + artifact.name() + " have the same digest "
                        + same.digest().prefixed() + ", but " + same.size() + " and " + artifact.size()
                        + " bytes. The manifest is wrong: have it made again.");
            }
        }
        try {
            PartialFile.createDirectories(partialDirectory);
            Room.requireEver(
                    partialDirectory,
                    different.values().stream().mapToLong(RemoteArtifact::size).sum());
            Room.require(partialDirectory, unbegun(different.values(), partialDirectory));
            List<RemoteArtifact> all = List.copyOf(different.values());
            for (int i = 0; i < all.size(); i += BATCH) {
                fetchBatch(all.subList(i, Math.min(all.size(), i + BATCH)), partialDirectory, progress);
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new ReleaseException("cannot download to " + partialDirectory + ": " + Pem.reason(e), e);
        }
        for (RemoteArtifact copy : copies) {
            progress.started(copy.name(), copy.size(), copy.size());
            progress.finished(copy.name());
        }
        return artifacts.stream()
                .map(a -> partialDirectory.resolve(a.digest().hex()))
                .toList();
    }

    /** What is needed at least, told before the first byte comes. */
    private static long unbegun(Collection<RemoteArtifact> artifacts, Path partialDirectory) {
        return artifacts.stream()
                .filter(one ->
                        Files.notExists(partialDirectory.resolve(one.digest().hex())))
                .mapToLong(RemoteArtifact::size)
                .sum();
    }

    private void fetchBatch(List<RemoteArtifact> artifacts, Path partialDirectory, Progress progress)
            throws IOException, ReleaseException, InterruptedException {
        List<PartialDownload> downloads = new ArrayList<>();
        try (BulkSync bulk = BulkSync.open(partialDirectory, artifacts.size())) {
            for (RemoteArtifact artifact : artifacts) {
                downloads.add(
                        new PartialDownload(artifact, PartialFile.open(partialDirectory, artifact, segmentBytes)));
            }
            Room.require(partialDirectory, new FetchQueue(downloads).missingBytes());
            try (FetchRun run = new FetchRun(downloads, client, settings, progress, !bulk.isPossible())) {
                run.await();
            }
            bulk.force();
        } finally {
            close(downloads);
        }
    }

    private static void close(List<PartialDownload> downloads) {
        for (PartialDownload download : downloads) {
            try {
                download.file.close();
            } catch (IOException _) {
                // What matters was forced to the disk before.
            }
        }
    }

    /** Returns when no connection and no thread is left. */
    @Override
    public void close() {
        client.close();
    }
}
