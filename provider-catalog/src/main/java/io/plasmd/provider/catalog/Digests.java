package io.plasmd.provider.catalog;

import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.files.RemoteMounts;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The digests of all versions of files that have been met. Computed by threads of its own, never by a request's. */
final class Digests implements KnownDigests, DigestComputer.Results, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    private final KnownVersions known = new KnownVersions();
    private final EarlierVersions remembered = new EarlierVersions();
    private final Set<FileVersion> unreadable = ConcurrentHashMap.newKeySet();
    private final DigestStore store;
    private final RecordedDigests recorded;
    private final Settling settling;
    private final Uploads uploads;
    private final Relinked relinked = new Relinked();
    private final Proofs proofs;
    private final RemoteMounts remotes;
    private final DigestSaving saving;
    private final DigestComputer computer;
    private volatile boolean loaded;

    Digests(
            int parallelism,
            DigestStore store,
            RecordedDigests recorded,
            Channels channels,
            Uploads uploads,
            RemoteMounts remotes,
            InstantSource clock) {
        this.remotes = remotes;
        this.proofs = new Proofs(remotes);
        this.recorded = recorded;
        this.store = store;
        this.saving = new DigestSaving(store, known);
        this.settling = new Settling(clock);
        this.uploads = uploads;
        this.computer = new DigestComputer(
                parallelism, new DigestQueue(this::restNanos, channels::of), remotes, recorded::isStarting, this);
    }

    boolean isLoaded() {
        return loaded;
    }

    /** Takes over what an earlier run has remembered of files that still exist. */
    void load() {
        store.load((version, digest) -> {
            if (remotes.mayExist(version.path())) {
                remembered.add(version);
                learn(version, digest);
            }
        });
        loaded = true;
    }

    /** How long a version has to rest yet before its digest says anything. */
    private long restNanos(FileVersion version) {
        return Math.max(settling.restNanos(version), uploads.restNanos(version));
    }

    /** Whether so much is remembered that taking it over would hold up a start. */
    boolean isLongToLoad() {
        return store.isLarge();
    }

    /** The same version, in the words that are kept already, if there are any. */
    FileVersion same(FileVersion version) {
        return known.same(version);
    }

    /** Another number as soon as more is known. */
    long learned() {
        return known.learned();
    }

    @Override
    public Optional<Digest> of(FileVersion version) {
        return known.digest(version);
    }

    /** Whether an earlier run has known another version of a file that was dated in the same second. */
    boolean sharesDate(FileVersion version) {
        return remembered.shareDate(version);
    }

    @Override
    public void computed(FileVersion version, Digest digest) {
        learn(version, digest);
        unreadable.remove(version);
        saving.learned(version, digest);
    }

    @Override
    public void finished() {
        saving.saveIfTime();
    }

    @Override
    public void failed(FileVersion version, IOException why) {
        if (unreadable.add(version)) {
            LOG.warn(
                    "cannot read {}: {}. Clients get 503 for it; check its permissions and the disk.",
                    version.path(),
                    why.toString());
        }
    }

    private void learn(FileVersion version, Digest digest) {
        known.put(version, digest);
        relinked.known(version, digest);
    }

    /** A digest that is known or, of a published file, on record; of any other it is computed, for those who ask later. */
    Optional<Digest> find(FileVersion version) {
        Optional<Digest> digest = of(version);
        if (digest.isPresent()) {
            return digest;
        }
        if (recorded.isTooEarlyFor(version)) {
            return Optional.empty();
        }
        Optional<Digest> published = recorded.of(version);
        if (published.isPresent()) {
            learn(version, published.get());
            return published;
        }
        want(version);
        return relinked.digest(version);
    }

    @Override
    public Optional<Digest> prove(FileVersion version, OpenFile file) throws IOException {
        Optional<Digest> digest = of(version);
        if (digest.isPresent()) {
            return digest;
        }
        return settling.isSettled(version) ? proofs.of(version, file) : Optional.empty();
    }

    @Override
    public boolean isAtRest(FileVersion version) {
        return !Settling.isCoarse(version) || known.has(version) || settling.isSettled(version);
    }

    /** Has it computed, unless it is known, or under way. */
    private void want(FileVersion version) {
        if (loaded && !known.has(version)) {
            computer.want(version);
        }
    }

    /** The versions whose digests are being computed or wait for it, with the bytes that have been read of each. */
    Map<FileVersion, Long> underWay() {
        return computer.underWay();
    }

    /** Whether it could not be computed, so that waiting for it is of no use. */
    boolean isUnreadable(FileVersion version) {
        return unreadable.contains(version);
    }

    int knownCount() {
        return known.count();
    }

    /**
     * Forgets versions that are gone.
     *
     * @param present every version on disk that was met
     */
    void forget(Predicate<FileVersion> gone, Set<FileVersion> present) {
        if (known.forget(gone, present)) {
            saving.forgotten();
        }
        saving.saveIfTime();
        remembered.forget(present);
        unreadable.removeIf(gone);
        relinked.forget(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** After each look through all there is: what comes from now on came while somebody looked. */
    void looked() {
        settling.forgetOld();
        uploads.forgetOld();
        uploads.watch();
    }

    /** Remembers what has been learned, unless it was done just now. */
    void saveIfTime() {
        if (computer.isIdle()) {
            saving.saveIfTime();
        }
    }

    /** How many are being computed or wait for it. */
    int pending() {
        return computer.pending();
    }

    /** Ends the threads; what has been computed so far is remembered. */
    @Override
    public void close() throws InterruptedException {
        computer.close();
        proofs.close();
        if (loaded) {
            saving.saveAll();
        }
    }
}
