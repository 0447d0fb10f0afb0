package io.plasmd.provider.server.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a new certificate into use when the files have changed, and keeps the old one where the new one is of no use.
 * Used by one thread, but for {@link #refusal}.
 */
final class TlsReload {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
    private static final Duration WARN_AHEAD = Duration.ofDays(14);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final TlsSettings settings;
    private final TlsContext context;
    private final TlsMetrics metrics;
    private final InstantSource clock;
    private List<PemFile.State> inUse;
    private List<PemFile.State> seen;
    private volatile String refusal = "";
    private Instant warnedOfExpiry = Instant.MIN;
    private boolean warnedOfTooEarly;

    /**
     * Begins with what is in use.
     *
     * @param inUse the state of the files, from before they were read
     */
    TlsReload(
            TlsSettings settings,
            TlsContext context,
            TlsMetrics metrics,
            InstantSource clock,
            List<PemFile.State> inUse) {
        this.settings = settings;
        this.context = context;
        this.metrics = metrics;
        this.clock = clock;
        this.inUse = inUse;
        this.seen = inUse;
    }

    static List<PemFile.State> states(TlsSettings settings) {
        return Stream.concat(Stream.of(settings.certificate(), settings.key()), settings.clientAuthorities().stream())
                .map(PemFile::state)
                .toList();
    }

    /** Why the files that are there now are not in use; empty where they are. */
    String refusal() {
        return refusal;
    }

    void look() {
        List<PemFile.State> now = states(settings);
        if (!now.equals(inUse)) {
            takeOrRefuse(now);
        } else if (!refusal.isEmpty()) {
            LOG.info("the files of provider.http.tls are again those in use");
            refusal = "";
        }
        seen = now;
        warnOfExpiry();
    }

    /** What was refused is tried again at each look: whether a file can be read is not to be seen by its state. */
    private void takeOrRefuse(List<PemFile.State> now) {
        try {
            TlsIdentity next = TlsIdentity.load(settings);
            next.requireValid(settings.certificate(), clock.instant());
            // Before it is used: nobody is to see it beside the words that it is not.
            refusal = "";
            context.use(next);
            inUse = now;
            warnedOfExpiry = Instant.MIN;
            LOG.info(
                    "new certificate in use for HTTPS: {}, until {}",
                    TlsIdentity.subject(next.certificate()),
                    next.notAfter());
            metrics.reloaded();
            warnOfOtherReaders(settings);
        } catch (PemException e) {
            refuse(now, e);
        } catch (RuntimeException e) {
            refuse(now, PemException.notTaken(settings.certificate(), e));
        }
    }

    private void refuse(List<PemFile.State> now, PemException why) {
        // Half of a pair may be written yet: what has changed since the last look gets time until the next one.
        if (now.equals(seen) && !refusal.equals(why.getMessage())) {
            refusal = String.valueOf(why.getMessage());
            LOG.warn("the new certificate for HTTPS is not taken, the old one stays in use. {}", refusal);
            metrics.refused();
        }
    }

    static void warnOfOtherReaders(TlsSettings settings) {
        if (settings.key().othersCanRead()) {
            LOG.warn("others can read the private key {}; to mend that: chmod 600 {}", settings.key(), settings.key());
        }
    }

    private void warnOfExpiry() {
        Instant now = clock.instant();
        warnIfTooEarly(now);
        Instant end = context.identity().notAfter();
        if (now.plus(WARN_AHEAD).isBefore(end) || now.isBefore(warnedOfExpiry.plus(BETWEEN_WARNINGS))) {
            return;
        }
        warnedOfExpiry = now;
        LOG.warn(
                "the certificate for HTTPS {} {}: put a new one into {}",
                now.isBefore(end) ? "expires at" : "has expired at",
                end,
                settings.certificate());
    }

    /** Of the certificate that a start has taken: one that is renewed is not taken before its time. */
    private void warnIfTooEarly(Instant now) {
        Instant begin = context.identity().certificate().getNotBefore().toInstant();
        boolean isTooEarly = now.isBefore(begin);
        if (isTooEarly && !warnedOfTooEarly) {
            LOG.warn(
                    "the certificate for HTTPS {} is valid only from {}, and it is {} by the clock of this machine:"
                            + " clients whose clock says the same refuse it. Set the clock, or put another one there",
                    settings.certificate(),
                    begin,
                    now.truncatedTo(ChronoUnit.SECONDS));
        }
        warnedOfTooEarly = isTooEarly;
    }
}
