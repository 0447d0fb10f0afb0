package io.plasmd.provider.release;

import java.util.List;
import java.util.Optional;

/**
 * What fetching has come to.
 *
 * @param release now current
 * @param signer the key that has signed its manifest; empty where none was asked for
 * @param wasThere whether the same release was kept already
 * @param isOlder whether the manifest that was offered is older than the one of the same files that is here, which stays
 * @param downloadedBytes what came over the network: neither of kept releases nor left by a former run
 * @param removed older releases that are no longer kept
 */
public record Fetched(
        Release release,
        Optional<TrustedKey> signer,
        boolean wasThere,
        boolean isOlder,
        long downloadedBytes,
        List<Release> removed) {
    public Fetched {
        removed = List.copyOf(removed);
    }
}
