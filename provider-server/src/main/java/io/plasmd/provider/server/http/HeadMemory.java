package io.plasmd.provider.server.http;

import io.plasmd.provider.server.log.Seldom;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.status.LabelledCounter;
import io.plasmd.provider.server.status.LimitStatus;
import io.plasmd.provider.server.status.StatusFields;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all heads together may take of the heap, beyond what each connection may take anyway. Without it, clients that
 * send long heads and never end them could fill the heap, each of them within its limits.
 */
public final class HeadMemory {
    private static final Logger LOG = LoggerFactory.getLogger(HeadMemory.class);

    private final HeadLimits limits;
    private final AtomicLong taken = new AtomicLong();
    private final LabelledCounter refused;
    private final Seldom full = new Seldom();

    /** Without a part in what is told of the clients. */
    public HeadMemory(HeadLimits limits) {
        this(limits, new HostMetrics());
    }

    private HeadMemory(HeadLimits limits, HostMetrics metrics) {
        this.limits = limits;
        refused = metrics.counter(
                "heads_refused_total", "Requests answered 503 because large heads took all of their memory.");
    }

    public HeadMemory(HeadLimits limits, HostProvider provider) {
        this(limits, provider.metrics());
        StatusFields status = provider.statusFields();
        status.add("limits.uri_length", () -> LimitStatus.of(limits.target()));
        status.add("limits.header_size", () -> LimitStatus.of(limits.bytes()));
        status.add("limits.header_fields", () -> LimitStatus.of(limits.fields()));
        status.add("limits.header_memory", () -> LimitStatus.of(limits.memory(), taken.get(), refused.sum()));
    }

    HeadLimits limits() {
        return limits;
    }

    /** Whether there is so much left, which is then taken. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= limits.memory()) {
            return true;
        }
        taken.addAndGet(-bytes);
        refused.add(1);
        full.run(() -> LOG.warn(
                "requests with large heads are answered 503: they take all of {} bytes (provider.limits.header-memory)",
                limits.memory()));
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
