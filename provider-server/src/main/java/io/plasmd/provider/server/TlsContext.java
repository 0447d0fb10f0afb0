package io.plasmd.provider.server;

import java.security.cert.Certificate;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.SSLFactoryUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What handshakes are made by, and the certificate in use, which can be exchanged at any time. */
final class TlsContext {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Every suite is authenticated encryption with keys that are gone after the connection (RFC 9325, section 4.2). */
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    /** A client that resumes shows no certificate again: one whose authority was taken away must not go on for a day. */
    private static final int SESSION_SECONDS = 600;

    private final SSLFactory context;
    private volatile TlsIdentity identity;

    TlsContext(TlsIdentity identity) {
        this.identity = identity;
        this.context = contextOf(identity)
                .withSwappableIdentityMaterial()
                .withSwappableTrustMaterial()
                .build();
    }

    TlsIdentity identity() {
        return identity;
    }

    /** For the handshakes from now on; connections that are open go on. */
    void use(TlsIdentity next) {
        SSLFactoryUtils.reload(context, contextOf(next).build());
        identity = next;
    }

    private static SSLFactory.Builder contextOf(TlsIdentity identity) {
        var builder = SSLFactory.builder()
                .withIdentityMaterial(KeyManagerUtils.createKeyManager(
                        identity.key(), identity.chain().toArray(Certificate[]::new)))
                .withSessionTimeout(SESSION_SECONDS);
        return identity.clientAuthorities().isEmpty()
                ? builder
                : builder.withTrustMaterial(TrustManagerUtils.createTrustManager(identity.clientAuthorities()));
    }

    SslContextFactory.Server forJetty(TlsSettings.ClientAuth clientAuth) {
        var jetty = new SslContextFactory.Server();
        jetty.setSslContext(context.getSslContext());
        jetty.setIncludeProtocols(PROTOCOLS);
        jetty.setExcludeCipherSuites();
        jetty.setIncludeCipherSuites(SUITES);
        jetty.setUseCipherSuitesOrder(true);
        jetty.setRenegotiationAllowed(false);
        switch (clientAuth) {
            case NONE -> {}
            case WANTED -> jetty.setWantClientAuth(true);
            case REQUIRED -> jetty.setNeedClientAuth(true);
        }
        return jetty;
    }
}
