package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Until when the sums of a channel may be believed, as systemd-sysupdate reads it: an entry for an empty file whose name has
 * the date on which it refuses them (sysupdate-resource.c, process_magic_file; read from its first second on, UTC). It is
 * that on which the manifest of the same place expires, and so goes on with each renewal. Sums of a release, which never
 * change, have none.
 */
final class BestBefore {
    static final Digest DIGEST = Digest.ofContent(new byte[0]);
    private static final String PREFIX = "BEST-BEFORE-";

    private final Manifests manifests;
    private final boolean isWanted;

    /** As it is configured; without a key to sign it with, it would tell nobody anything. */
    BestBefore(Manifests manifests, ManifestSettings settings) {
        this.manifests = manifests;
        this.isWanted = settings.bestBefore() && !settings.keys().isEmpty();
    }

    boolean isOne(ArtifactPath wanted) {
        return isWanted && wanted.name().startsWith(PREFIX) && !wanted.place().isRelease();
    }

    /**
     * The name of the file.
     *
     * @throws UnavailableException where it cannot be told just now: without it the sums would be good for ever
     */
    Optional<String> of(ArtifactPlace place) {
        if (!isWanted || place.isRelease()) {
            return Optional.empty();
        }
        if (manifests.look(place.channel(), place.arch()) instanceof Manifests.Answer.Found found) {
            return Optional.of(PREFIX + LocalDate.ofInstant(found.made().expiresAt(), ZoneOffset.UTC));
        }
        throw UnavailableException.notYet("there is no manifest yet, which says until when the sums are good");
    }
}
