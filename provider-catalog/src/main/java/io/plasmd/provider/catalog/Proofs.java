package io.plasmd.provider.catalog;

import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileDigester;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests of open files, whose downloads wait for them at their end. By a thread of its own, so that they do not wait for
 * gigabytes that are new as well.
 */
final class Proofs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);

    /** Each download asks within a second for what it has had computed. */
    private static final int MOST = 256;

    private final Map<FileVersion, Optional<Digest>> results = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileVersion, Optional<Digest>> eldest) {
            return size() > MOST;
        }
    };
    private final RemoteMounts remotes;
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    Proofs(RemoteMounts remotes) {
        this.remotes = remotes;
        thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var proof = new Thread(task, "proof");
            proof.setDaemon(true);
            return proof;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** The digest, if it has been computed; has it computed once, for all who ask. */
    synchronized Optional<Digest> of(FileVersion version, OpenFile file) throws IOException {
        Optional<Digest> result = results.get(version);
        if (result == null) {
            OpenFile own = file.again();
            results.put(version, Optional.empty());
            try {
                thread.execute(() -> compute(version, own));
            } catch (RejectedExecutionException e) {
                own.close();
            }
        }
        return result == null ? Optional.empty() : result;
    }

    private void compute(FileVersion version, OpenFile own) {
        Optional<Digest> digest = Optional.empty();
        try (own) {
            digest = RemoteMounts.call(
                    remotes.on(version.path()), () -> FileDigester.digest(own, version, bytes -> {}, () -> closed));
        } catch (IOException e) {
            LOG.debug("cannot digest {} anew", version.path(), e);
        } finally {
            finish(version, digest);
        }
    }

    /** What failed may be tried again. */
    private synchronized void finish(FileVersion version, Optional<Digest> digest) {
        if (digest.isPresent()) {
            results.put(version, digest);
        } else {
            results.remove(version);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        // What still waits sees that it is too late, and closes its file.
        thread.shutdown();
        thread.awaitTermination(1, TimeUnit.SECONDS);
    }
}
