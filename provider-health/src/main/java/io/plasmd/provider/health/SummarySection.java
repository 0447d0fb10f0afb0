package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;

/** Whether all is well, and who this is. */
final class SummarySection {
    private SummarySection() {}

    static void write(Html html, PageModel model) {
        html.open("section", "class", "summary", "aria-labelledby", "state").line();
        html.open("div", "class", "state " + (isWell(model) ? "good" : "bad"));
        html.element("h2", state(model), "id", "state");
        html.element("p", sentence(model));
        model.certificateEndsIn()
                .ifPresent(left -> html.element(
                        "p",
                        left.isNegative()
                                ? "The certificate of HTTPS has expired: see Addresses."
                                : "The certificate of HTTPS expires in " + Units.duration(left) + ": see Addresses.",
                        "class",
                        "warning"));
        html.close().line();
        html.open("dl", "class", "facts");
        fact(html, "Channel", model.channel());
        fact(html, "Architecture", model.arch());
        fact(html, "Version", model.provider().version());
        fact(html, "Up for", Units.duration(model.uptime()));
        StatusTree metrics = model.metrics();
        fact(html, "Served", Units.bytes(metrics.number("bytes_served_total")));
        fact(html, "Requests", Units.count(metrics.number("requests_total")));
        fact(html, "Connections", Units.count(metrics.number("active_connections")));
        html.close().close().line();
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private static boolean isWell(PageModel model) {
        return model.failedChecks() == 0 && model.provider().phase() == Provider.Phase.READY;
    }

    private static String state(PageModel model) {
        return switch (model.provider().phase()) {
            case STARTING -> "Starting";
            case DRAINING -> "Draining";
            case READY -> model.failedChecks() == 0 ? "Ready" : "Degraded";
        };
    }

    private static String sentence(PageModel model) {
        if (model.provider().phase() == Provider.Phase.DRAINING) {
            return "About to stop: downloads under way go on, new clients should go elsewhere.";
        }
        long failed = model.failedChecks();
        int all = model.checks().names().size();
        return failed == 0
                ? (all == 1 ? "The health check passes." : all + " of " + all + " health checks pass.")
                : failed + " of " + Units.count(all, "health check", "health checks") + " failed: see Health.";
    }
}
