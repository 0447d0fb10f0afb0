package io.plasmd.provider.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Puts the files of a request into a release. */
final class Stager {
    /** Of so many small ones the processor is the bound, and not the disk. */
    private static final int FOR_SEVERAL_THREADS = 1000;

    private static final int MOST_THREADS = 4;

    /** So many at a time: neighbours are in one directory, which is then held open. */
    private static final int BATCH = 64;

    private final Staging staging;
    private final boolean link;
    private final Progress progress;
    private final ConcurrentLinkedQueue<List<Map.Entry<PublishRequest.Source, SourceFile>>> batches =
            new ConcurrentLinkedQueue<>();

    /**
     * Puts them into one that is being put together.
     *
     * @param link whether the files themselves become part of it
     */
    Stager(Staging staging, boolean link, Progress progress) {
        this.staging = staging;
        this.link = link;
        this.progress = progress;
    }

    /** Copies or links all of them. */
    void stage(Map<PublishRequest.Source, SourceFile> files) throws IOException, ReleaseException {
        staging.expect(files.size());
        List<Map.Entry<PublishRequest.Source, SourceFile>> all = List.copyOf(files.entrySet());
        for (int i = 0; i < all.size(); i += BATCH) {
            batches.add(all.subList(i, Math.min(all.size(), i + BATCH)));
        }
        if (all.size() < FOR_SEVERAL_THREADS) {
            work();
        } else {
            work(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
        }
    }

    private void work(int threads) throws IOException, ReleaseException {
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    work();
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                await(worker);
            }
        }
    }

    private void await(Future<?> worker) throws IOException, ReleaseException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            batches.clear();
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case ReleaseException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            batches.clear();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void work() throws IOException, ReleaseException {
        try (StagingWriter writer = staging.writer()) {
            for (var batch = batches.poll(); batch != null; batch = batches.poll()) {
                for (Map.Entry<PublishRequest.Source, SourceFile> file : batch) {
                    stage(file.getKey(), file.getValue(), writer);
                }
            }
        }
    }

    private void stage(PublishRequest.Source source, SourceFile file, StagingWriter writer)
            throws IOException, ReleaseException {
        String name = source.name();
        progress.started(name, file.version().size(), 0);
        LongConsumer count = bytes -> progress.received(name, bytes);
        requireExpected(source, link ? writer.link(name, file, count) : writer.copy(name, file, count));
        progress.finished(name);
    }

    private static void requireExpected(PublishRequest.Source source, Digest digest) throws ReleaseException {
        Optional<Digest> expected = source.expected();
        if (expected.isPresent() && !expected.get().equals(digest)) {
            String by = source.from().isPresent() ? " by --sha256, or the " + Names.SUMS + " beside it" : "";
            throw new ReleaseException(source.file() + " has the sha256 " + digest.hex() + ", expected was "
                    + expected.get().hex() + by + ": it is another file, or damaged. Nothing was published.");
        }
    }
}
