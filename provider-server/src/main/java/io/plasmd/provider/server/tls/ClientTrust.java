package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.log.FailureText;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the certificate of the client against the authorities of today: once for each connection, however its handshake
 * came about, and again after each change of the files. A handshake may have begun before the change, and a connection
 * may be kept for days after it.
 */
final class ClientTrust implements HttpConfiguration.Customizer {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTrust.class);

    /** Where a connection keeps what was found. */
    private static final String VERDICT = ClientTrust.class.getName() + ".verdict";

    private final TlsContext context;
    private final InstantSource clock;

    /**
     * What was found of the client of a connection.
     *
     * @param generation of what it was held against
     * @param until the end of its certificate, or of the first of the others that came with it
     */
    private record Verdict(long generation, boolean isTrusted, Instant until) {}

    ClientTrust(TlsContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Verdict verdict = verdict(request.getConnectionMetaData());
        if (!verdict.isTrusted() || clock.instant().isAfter(verdict.until())) {
            request.setAttribute(Tls.REFUSED_CLIENT, true);
        }
        return request;
    }

    private Verdict verdict(ConnectionMetaData connection) {
        TlsState current = context.current();
        if (connection.getAttribute(VERDICT) instanceof Verdict known && known.generation() == current.generation()) {
            return known;
        }
        Verdict fresh = verdict(current, connection.getConnection().getEndPoint());
        connection.setAttribute(VERDICT, fresh);
        return fresh;
    }

    private static Verdict verdict(TlsState current, EndPoint endPoint) {
        EndPoint.SslSessionData session = endPoint.getSslSessionData();
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        X509ExtendedTrustManager clients = current.clients();
        if (clients == null || chain == null || chain.length == 0) {
            // Those that have none came in because they need none: the handshake saw to that.
            return new Verdict(current.generation(), true, Instant.MAX);
        }
        Instant until = Arrays.stream(chain)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        try {
            clients.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return new Verdict(current.generation(), true, until);
        } catch (CertificateException e) {
            LOG.debug("{} is not believed any more: {}", endPoint.getRemoteSocketAddress(), FailureText.of(e));
            return new Verdict(current.generation(), false, until);
        }
    }
}
