package io.plasmd.provider.catalog;

import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.NotAnsweringException;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileDigester;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes digests of files, by threads of its own. */
final class DigestComputer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DigestComputer.class);

    private static final long START_MILLIS = 5;

    /** No thread stays for longer when there is nothing left to digest. */
    private static final long IDLE_MILLIS = 5000;

    /** A file so many times smaller goes before one that is being read. */
    private static final int MUCH_SMALLER = 16;

    private final DigestQueue queue;
    private final RemoteMounts remotes;
    private final DigestThreads threads;
    private final BooleanSupplier starting;
    private final Results results;
    private volatile boolean closed;

    /** Who is told. */
    interface Results {
        void computed(FileVersion version, Digest digest);

        void failed(FileVersion version, IOException why);

        /** There is nothing left to compute. */
        void finished();
    }

    /**
     * Does nothing yet.
     *
     * @param parallelism how many at once
     * @param queue what waits
     * @param remotes of which none is waited for that does not answer
     */
    DigestComputer(
            int parallelism, DigestQueue queue, RemoteMounts remotes, BooleanSupplier starting, Results results) {
        this.remotes = remotes;
        this.queue = queue;
        this.threads = new DigestThreads(parallelism, this::work, queue::isWaiting);
        this.starting = starting;
        this.results = results;
    }

    /** Has it computed, in its turn. */
    void want(FileVersion version) {
        if (!closed) {
            queue.add(version);
            threads.need();
        }
    }

    /** What each thread does for as long as there is something to do. */
    private void work() throws InterruptedException {
        awaitStarted();
        for (Optional<DigestTask> task = queue.next(IDLE_MILLIS);
                task.isPresent() || queue.isWaiting();
                task = queue.next(IDLE_MILLIS)) {
            task.ifPresent(this::compute);
        }
    }

    private void compute(DigestTask task) {
        FileVersion version = task.version();
        boolean inVain = false;
        try {
            Optional<Digest> digest = RemoteMounts.call(remotes.on(version.path()), () -> digest(task));
            digest.ifPresent(one -> results.computed(version, one));
            inVain = digest.isEmpty() && !closed;
        } catch (NotAnsweringException e) {
            // Said once for all of its files. What is still read there, nobody waits for.
            task.giveUp();
        } catch (NoSuchFileException e) {
            LOG.debug("{} went away before it was digested", version.path());
        } catch (IOException e) {
            if (!closed) {
                results.failed(version, e);
            }
        } finally {
            queue.end(task, inVain);
        }
        if (inVain) {
            wantAgain(version);
        }
        if (!closed && queue.isIdle()) {
            results.finished();
        }
    }

    private Optional<Digest> digest(DigestTask task) throws IOException {
        return FileDigester.digest(task.version(), read -> passed(task, read), () -> closed || task.isGivenUp());
    }

    /**
     * Between two reads of a large file a small one has its turn, however many threads have a large one. One and no more:
     * else small ones that come without end would keep it from its own digest.
     */
    private void passed(DigestTask task, long read) {
        task.read(read);
        queue.nextBelow(task.version().size() / MUCH_SMALLER).ifPresent(this::compute);
    }

    /** What is there now, in its turn. */
    private void wantAgain(FileVersion before) {
        try {
            FileState state = RemoteMounts.call(
                    remotes.on(before.path()), () -> FileState.at(before.path(), LinkOption.NOFOLLOW_LINKS));
            if (state.isRegularFile()) {
                want(FileVersion.of(before.directory(), before.name(), state));
            }
        } catch (IOException e) {
            LOG.debug("{} is not digested again", before.path(), e);
        }
    }

    /** Linking the system calls that read a file takes 20 to 40 ms of a processor, which the start has a use for. */
    private void awaitStarted() throws InterruptedException {
        while (starting.getAsBoolean() && !closed) {
            Thread.sleep(START_MILLIS);
        }
    }

    /** The versions that wait or are under way, with the bytes that have been read of each. */
    Map<FileVersion, Long> underWay() {
        return queue.progress();
    }

    /** How many these are. */
    int pending() {
        return queue.size();
    }

    boolean isIdle() {
        return queue.isIdle();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        queue.close();
        // A thread looks at the flag after each read of at most 128 KiB.
        threads.close();
    }
}
