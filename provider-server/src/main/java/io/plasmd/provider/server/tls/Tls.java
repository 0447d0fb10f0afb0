package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.status.HostMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

/** HTTPS. This class, and what it needs, is loaded only where {@code provider.http.tls.certificate} is set. */
public final class Tls {
    /** Set on a request whose client is not believed any more. A constant, which nobody loads this class for. */
    public static final String REFUSED_CLIENT = "io.plasmd.provider.refused-client";

    private final TlsSettings settings;
    private final TlsContext context;
    private final TlsMetrics metrics;
    private final InstantSource clock;
    private final TlsReload reload;

    private Tls(TlsSettings settings, List<PemFile.State> states, HostMetrics metrics, InstantSource clock)
            throws PemException {
        this.settings = settings;
        this.clock = clock;
        this.context = new TlsContext(TlsIdentity.load(settings));
        this.metrics = new TlsMetrics(metrics, context);
        this.reload = new TlsReload(settings, context, this.metrics, clock, states);
    }

    /** Reads the files. What is wrong with them is a problem, and then there is no HTTPS. */
    public static @Nullable Tls open(
            TlsSettings settings, HostMetrics metrics, InstantSource clock, List<Problem> problems) {
        try {
            var tls = new Tls(settings, TlsReload.states(settings), metrics, clock);
            TlsReload.warnOfOtherReaders(settings);
            return tls;
        } catch (PemException e) {
            problems.add(e.problem());
            return null;
        } catch (RuntimeException e) {
            problems.add(PemException.notTaken(settings.certificate(), e).problem());
            return null;
        }
    }

    public SslConnectionFactory connectionFactory() {
        return new TlsConnectionFactory(context.forJetty(settings.clientAuth()));
    }

    public TlsMetrics handshakeListener() {
        return metrics;
    }

    public TlsWatch watch() {
        return new TlsWatch(reload, settings.reloadInterval());
    }

    /** For {@code https:} in a request; firmware names the server by its address, or not at all. */
    public HttpConfiguration secure(HttpConfiguration plain) {
        var secure = new HttpConfiguration(plain);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        if (settings.clientAuth() != TlsSettings.ClientAuth.NONE) {
            secure.addCustomizer(new ClientTrust(context, clock));
        }
        return secure;
    }

    /** For {@code /status}. */
    public Map<String, Object> status(int port) {
        var certificate = context.identity().certificate();
        Instant end = context.identity().notAfter();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("port", port);
        status.put("subject", TlsIdentity.subject(certificate));
        status.put("issuer", certificate.getIssuerX500Principal().getName());
        status.put("serial", certificate.getSerialNumber().toString(16));
        status.put("not_after", end.toString());
        status.put("expires_in_secs", Duration.between(clock.instant(), end).toSeconds());
        String refusal = reload.refusal();
        if (!refusal.isEmpty()) {
            status.put("reload_refused", refusal);
        }
        return status;
    }
}
