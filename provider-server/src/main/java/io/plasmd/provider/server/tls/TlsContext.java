package io.plasmd.provider.server.tls;

import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.KeyManagerUtils;
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

    /** A client that resumes shows no certificate again, so it is asked for one now and then all the same. */
    private static final int SESSION_SECONDS = 600;

    private volatile TlsState current;

    TlsContext(TlsIdentity identity) {
        this.current = stateOf(identity, 0);
    }

    TlsIdentity identity() {
        return current.identity();
    }

    TlsState current() {
        return current;
    }

    /** For the handshakes from now on; connections that are open go on, those of clients as {@link ClientTrust} says. */
    void use(TlsIdentity next) {
        current = stateOf(next, current.generation() + 1);
    }

    /**
     * With a context of its own, and so with keys of its own for the tickets of sessions: what was agreed on before is
     * not resumed. The JDK asks no authority about a client that resumes, neither in TLS 1.3 nor in 1.2.
     */
    private static TlsState stateOf(TlsIdentity identity, long generation) {
        var builder = SSLFactory.builder()
                .withIdentityMaterial(KeyManagerUtils.createKeyManager(
                        identity.key(), identity.chain().toArray(Certificate[]::new)))
                .withSessionTimeout(SESSION_SECONDS);
        if (identity.clientAuthorities().isEmpty()) {
            return new TlsState(generation, identity, builder.build().getSslContext(), null);
        }
        X509ExtendedTrustManager clients = TrustManagerUtils.createTrustManager(identity.clientAuthorities());
        return new TlsState(
                generation, identity, builder.withTrustMaterial(clients).build().getSslContext(), clients);
    }

    SslContextFactory.Server forJetty(TlsSettings.ClientAuth clientAuth) {
        var jetty = new CurrentContextFactory();
        jetty.setSslContext(current.context());
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

    /**
     * Makes every handshake by the context of that moment. Jetty's own {@code reload()} forgets the protocols and suites
     * for a moment, and a handshake that begins in it has those of the JDK.
     */
    private final class CurrentContextFactory extends SslContextFactory.Server {
        @Override
        public SSLContext getSslContext() {
            return current.context();
        }
    }
}
