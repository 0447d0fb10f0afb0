package io.plasmd.provider.release;

import java.util.Optional;

/**
 * The signatures of an origin over the sums of what its manifest describes; each is empty where it gave none that fits.
 *
 * @param plain 64 bytes, see {@link SignedText}
 * @param openPgp of OpenPGP
 */
record SumsSignatures(Optional<byte[]> plain, Optional<byte[]> openPgp) {}
