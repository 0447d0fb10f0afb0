package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.KnownDigests;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.files.OpenFile;
import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file that is being sent is still the version that was announced.
 *
 * <p>A size or a time of modification that has moved says that it is not. A time of the inode's change that alone has
 * moved says nothing yet: it does so with every write, be the time of modification set back afterwards or not, but also
 * where the file is linked by {@code publish}, renamed, replaced, removed, or given other permissions. So the answer goes
 * on, in doubt, and its end is held back until a new digest of the whole file, computed by the descriptor that is being
 * sent, is the one that was announced: then every byte that was sent is of that version. Where the digest is another one
 * the download is cut off.
 *
 * <p>What was sent in doubt is proved by that digest only if nothing was changed and put back meanwhile. So where the file
 * is touched a second time before the first is proved, the download is cut off as well, unless the second came at once, or
 * shows in the links, the owner or the permissions. And as long as no digest is known there is nothing to prove: then the
 * answer goes on only where it shows there what was done.
 */
final class FileWatch {
    /** Linking and renaming, as {@code publish} does, takes less. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private final OpenFile file;
    private final FileVersion version;
    private final Optional<Digest> announced;
    private final KnownDigests digests;
    private FileState accepted;
    private @Nullable FileVersion doubtful;
    private long doubtfulSince;
    private boolean sentLater;

    FileWatch(OpenFile file, Artifact artifact, KnownDigests digests) throws IOException {
        this.file = file;
        this.version = artifact.version();
        this.announced = artifact.digest();
        this.digests = digests;
        accepted = file.state();
        if (!version.matches(accepted)) {
            throw new ArtifactBrokenException("the file was changed or replaced just now");
        }
        if (announced.isPresent() && digests.of(version).isEmpty()) {
            doubt(version);
        }
    }

    /**
     * Before each piece that is sent.
     *
     * @throws ArtifactBrokenException where the file is another version
     */
    synchronized void check() throws IOException {
        FileState now = file.state();
        if (!version.hasSizeAndTimeOf(now)) {
            throw changed();
        }
        if (now.changedNanos() != accepted.changedNanos()) {
            touched(now);
        } else if (doubtful != null && System.nanoTime() - doubtfulSince > AT_ONCE.toNanos()) {
            sentLater = true;
        }
    }

    /** Before the last piece: whether there is no doubt, after one more look. */
    synchronized boolean isCertain() throws IOException {
        check();
        FileVersion asked = doubtful;
        if (asked == null) {
            return true;
        }
        Optional<Digest> proved = digests.prove(asked, file);
        if (proved.isEmpty()) {
            return false;
        }
        if (!proved.equals(expected())) {
            throw changed();
        }
        doubtful = null;
        return true;
    }

    private void touched(FileState now) throws IOException {
        boolean shows = now.links() != accepted.links()
                || now.mode() != accepted.mode()
                || now.owner() != accepted.owner()
                || now.group() != accepted.group();
        boolean canBeProved = expected().isPresent();
        boolean isSecond = doubtful != null && sentLater;
        if (!shows && (!canBeProved || isSecond)) {
            throw changed();
        }
        accepted = now;
        if (canBeProved) {
            doubt(FileVersion.of(version.path(), now));
        }
    }

    private void doubt(FileVersion which) throws IOException {
        doubtful = which;
        doubtfulSince = System.nanoTime();
        sentLater = false;
        // Begins now, so that at the end nobody has to wait for it.
        var _ = digests.prove(which, file);
    }

    private Optional<Digest> expected() {
        return announced.isPresent() ? announced : digests.of(version);
    }

    private static ArtifactBrokenException changed() {
        return new ArtifactBrokenException("the file was changed in place");
    }
}
