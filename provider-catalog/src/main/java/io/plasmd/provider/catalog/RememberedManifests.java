package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.SignedManifest;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.TrustedKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last manifests of this server. What comes from a file is believed no more than what comes over a network. */
final class RememberedManifests {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedManifests.class);

    /** Clients put up with less than that. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final ManifestFiles files;
    private final List<TrustedKey> own;

    /**
     * Those in files.
     *
     * @param keys by one of which each has to be signed; none where manifests are not signed
     */
    RememberedManifests(ManifestFiles files, List<SigningKey> keys) {
        this.files = files;
        this.own = keys.stream().map(SigningKey::trusted).toList();
    }

    /**
     * The last one of the same channel and architecture.
     *
     * @param wanted as it would be if it were made now
     */
    Optional<SignedManifest> of(Manifest wanted) {
        Optional<SignedManifest> last = files.load(wanted.channel(), wanted.arch());
        try {
            if (last.isPresent()) {
                requireOurs(last.get(), wanted);
            }
            return last;
        } catch (ReleaseException e) {
            LOG.warn(
                    "the remembered manifest {} does not count: {}. It is made anew.",
                    files.file(wanted.channel(), wanted.arch()),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void requireOurs(SignedManifest last, Manifest wanted) throws ReleaseException {
        if (!own.isEmpty()) {
            last.requireSignedBy(own);
        }
        Manifest manifest = last.manifest();
        if (!manifest.channel().equals(wanted.channel()) || !manifest.arch().equals(wanted.arch())) {
            throw new ReleaseException("it is of " + manifest.channel() + "/" + manifest.arch() + ", not of "
                    + wanted.channel() + "/" + wanted.arch());
        }
        if (manifest.createdAt().isAfter(wanted.createdAt().plus(CLOCK_SKEW))) {
            requireOwnClock(manifest, wanted);
        }
    }

    /**
     * One from the future that the key of this server has signed was made while the clock was wrong, or the clock is wrong
     * now, as it is on machines without a battery until the network has told them the time: a newer manifest must not look
     * older to clients. Without a signature nobody can tell who wrote it.
     */
    private void requireOwnClock(Manifest last, Manifest wanted) throws ReleaseException {
        if (own.isEmpty()) {
            throw new ReleaseException("it says that it was made at " + last.createdAt() + ", but it is only "
                    + wanted.createdAt() + " now");
        }
        LOG.warn(
                "the last manifest of {}/{} was made at {}, but it is only {} now. Clients refuse one from the future,"
                        + " and one that is older than what they have. If the clock was wrong then, stop the server"
                        + " and delete {}",
                wanted.channel(),
                wanted.arch(),
                last.createdAt(),
                wanted.createdAt(),
                files.file(wanted.channel(), wanted.arch()));
    }

    void save(SignedManifest manifest) {
        files.save(manifest);
    }
}
