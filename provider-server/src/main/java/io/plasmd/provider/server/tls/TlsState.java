package io.plasmd.provider.server.tls;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What handshakes are made by, from one reading of the files to the next.
 *
 * @param generation how many there were before
 * @param clients who may have issued the certificates of clients; null where these show none
 */
record TlsState(
        long generation,
        TlsIdentity identity,
        SSLContext context,
        @Nullable X509ExtendedTrustManager clients) {}
