package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactPath;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of an artifact.
 *
 * @param path as it asked for it
 * @param byDigest whether that was by digest
 * @param ownCacheControl that of a servlet that has it sent; null for what the path says
 */
record Wanted(ArtifactPath path, boolean byDigest, @Nullable HttpField ownCacheControl) {
    private static final HttpField FOR_EVER =
            new HttpField(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");

    /** A shared cache would otherwise guess how long an artifact stays fresh, and mix releases. */
    static final HttpField ASK_EACH_TIME = new HttpField(HttpHeader.CACHE_CONTROL, "no-cache");

    /** What the artifact is called in the answer. */
    String name(Artifact artifact) {
        return byDigest ? artifact.fileName() : path.name();
    }

    HttpField cacheControl() {
        if (ownCacheControl != null) {
            return ownCacheControl;
        }
        return byDigest || path.place().isRelease() ? FOR_EVER : ASK_EACH_TIME;
    }
}
