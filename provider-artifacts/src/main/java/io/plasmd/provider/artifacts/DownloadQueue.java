package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.Metrics;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets so many downloads begin as there may be. The others wait for a short time, without a thread; then they get 503. */
final class DownloadQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadQueue.class);
    private static final String TICKET = DownloadQueue.class.getName();
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    /** Hundreds that are refused together must not come back together. */
    private static final int LATEST_RETRY_SECONDS = 5;

    /** Places that become free in the first of them go to those who wait, and nobody is cut off. */
    private static final int PARTS_OF_PATIENCE = 3;

    private final DownloadLimits limits;
    private final Function<HttpServletRequest, String> clients;
    private final DownloadSlots slots;
    private final Metrics.Counter refused;
    private final Metrics.Counter waited;
    private final LongAdder refusedInAll = new LongAdder();
    private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - BETWEEN_LINES);

    DownloadQueue(DownloadLimits limits, EndpointContext context) {
        this.limits = limits;
        this.clients = context::client;
        slots = new DownloadSlots(limits.downloads(), limits.queue());
        Metrics metrics = context.metrics();
        refused = metrics.counter(
                "downloads_refused_total",
                "Downloads answered 503: queue_full (provider.limits.download-queue), waited"
                        + " (provider.limits.download-wait was over).",
                "reason");
        // Shows as zero from the start on, so that the first one makes a rate.
        refused.add(0, "queue_full");
        refused.add(0, "waited");
        waited = metrics.counter("downloads_waited_total", "Downloads that had to wait for others to end.");
        metrics.gauge(
                "downloads_limit",
                "Downloads that may be under way (provider.limits.downloads).",
                () -> limits.downloads());
        metrics.gauge("downloads_waiting", "Downloads that wait for others to end.", slots::waiting);
        context.addStatus("limits.downloads", this::status);
    }

    private Map<String, Object> status() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("limit", limits.downloads());
        json.put("in_use", slots.inUse());
        json.put("waiting", slots.waiting());
        json.put("refused_total", refusedInAll.sum());
        return json;
    }

    /** Whether the request comes back from the queue, having been counted before. */
    static boolean comesBack(HttpServletRequest request) {
        return request.getAttribute(TICKET) != null;
    }

    /**
     * Asks for a place. It is held until the request is over.
     *
     * @return false where the request is answered already, or will be dispatched once more when it has waited
     */
    boolean enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Request exchange = ServletContextRequest.getServletContextRequest(request);
        if (!(request.getAttribute(TICKET) instanceof DownloadTicket ticket)) {
            DownloadTicket fresh = slots.ask(clients.apply(request));
            request.setAttribute(TICKET, fresh);
            Request.addCompletionListener(exchange, failure -> slots.end(fresh));
            return proceed(fresh, exchange, request, response);
        }
        return proceed(ticket, exchange, request, response);
    }

    private boolean proceed(
            DownloadTicket ticket, Request exchange, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return switch (slots.state(ticket)) {
            case GRANTED -> true;
            case WAITING -> {
                await(ticket, request, exchange.getComponents().getScheduler());
                yield false;
            }
            case QUEUE_FULL -> {
                refuse(response, "queue_full");
                yield false;
            }
            case WAITED_IN_VAIN -> {
                refuse(response, "waited");
                yield false;
            }
            case REVOKED, OVER -> false;
        };
    }

    private void await(DownloadTicket ticket, HttpServletRequest request, Scheduler scheduler) {
        waited.add(1);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        slots.whenDecided(ticket, async::dispatch);
        long press = limits.patience().toNanos() / PARTS_OF_PATIENCE;
        scheduler.schedule(() -> slots.press(ticket), press, TimeUnit.NANOSECONDS);
        scheduler.schedule(() -> slots.expire(ticket), limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A download for which there was a place has begun: it can be cut off, should its client have too many. */
    void begun(HttpServletRequest request, Download download) {
        if (request.getAttribute(TICKET) instanceof DownloadTicket ticket) {
            download.whenStuck(() -> slots.end(ticket));
            slots.begin(ticket, new DownloadTicket.Revocable() {
                @Override
                public long bytesPerSecond() {
                    return download.bytesPerSecond();
                }

                @Override
                public void revoke() {
                    LOG.debug("a download of {} is cut off for others that wait", ticket.client());
                    download.giveUp(new CutOffException(
                            Download.End.MADE_ROOM, "its client had more downloads than its share, and others waited"));
                }
            });
        }
    }

    private void refuse(HttpServletResponse response, String reason) throws IOException {
        refused.add(1, reason);
        refusedInAll.increment();
        long now = System.nanoTime();
        long last = lastLine.get();
        if (now - last >= BETWEEN_LINES && lastLine.compareAndSet(last, now)) {
            LOG.warn(
                    "downloads are answered 503: {} (provider.limits.downloads) are under way, and {} wait. {} since"
                            + " the start; provider_downloads_refused_total counts them.",
                    slots.inUse(),
                    slots.waiting(),
                    refusedInAll.sum());
        }
        response.setIntHeader("Retry-After", ThreadLocalRandom.current().nextInt(1, LATEST_RETRY_SECONDS + 1));
        response.sendError(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE, limits.downloads() + " downloads are under way already");
    }
}
