package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.LabelledCounter;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of HTTPS. */
final class TlsMetrics implements SslHandshakeListener {
    private static final Logger LOG = LoggerFactory.getLogger(TlsMetrics.class);

    private final LabelledCounter handshakes;
    private final LabelledCounter failed;
    private final LabelledCounter reloads;
    private final LabelledCounter refused;

    /** Why a handshake did not come to its end. */
    enum Failure {
        /** The client has no version of TLS, or no cipher suite, that the server has. */
        NOTHING_IN_COMMON,
        CLIENT_CERTIFICATE,
        /** The client said that it does not want the server's certificate, or something else of it. */
        REFUSED_BY_CLIENT,
        /** Such as plain HTTP. */
        NOT_TLS,
        OTHER
    }

    TlsMetrics(HostMetrics metrics, TlsContext context) {
        handshakes = metrics.counter("tls_handshakes_total", "TLS handshakes that came to their end.");
        failed = metrics.counter(
                "tls_handshakes_failed_total",
                "TLS handshakes that failed: nothing_in_common (version or cipher suite), client_certificate (none, or"
                        + " not of provider.http.tls.client-ca), refused_by_client (most often the certificate of the"
                        + " server), not_tls (such as plain HTTP), other (most often the client went away).",
                "reason");
        for (Failure reason : Failure.values()) {
            failed.add(0, label(reason));
        }
        reloads = metrics.counter("tls_reloads_total", "New certificates taken into use while the server ran.");
        refused = metrics.counter("tls_reloads_refused_total", "New certificates that could not be used.");
        metrics.gauge(
                "tls_certificate_expiry_timestamp_seconds",
                "When the certificate in use expires.",
                () -> context.identity().notAfter().getEpochSecond());
    }

    void reloaded() {
        reloads.add(1);
    }

    void refused() {
        refused.add(1);
    }

    @Override
    public void handshakeSucceeded(Event event) {
        handshakes.add(1);
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        Failure reason = reason(failure);
        failed.add(1, label(reason));
        LOG.debug("TLS handshake failed, {}: {}", label(reason), failure.toString());
    }

    private static String label(Failure reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** The JDK tells its failures apart by words only. */
    private static Failure reason(Throwable failure) {
        if (!(failure instanceof SSLException)) {
            return Failure.OTHER;
        }
        String words = String.valueOf(failure.getMessage());
        if (words.contains("Received fatal alert")) {
            return Failure.REFUSED_BY_CLIENT;
        }
        if (words.contains("certificate") || words.contains("PKIX") || words.contains("CertPath")) {
            return Failure.CLIENT_CERTIFICATE;
        }
        if (words.contains("in common")
                || words.contains("not enabled or supported")
                || words.contains("preferences")) {
            return Failure.NOTHING_IN_COMMON;
        }
        return words.contains("SSL message") || words.contains("SSL record") ? Failure.NOT_TLS : Failure.OTHER;
    }
}
