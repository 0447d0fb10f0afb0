package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code provider status}. */
@Command(description = "Asks a running server how it is.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteProvider remote;

    @Option(names = "--json", description = "Print what /status answers.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        JsonNode status = remote.status();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? JsonText.of(status) + "\n" : table(status).render());
        out.flush();
        return ExitStatus.DONE.code();
    }

    private static TextTable table(JsonNode status) {
        JsonNode provider = status.path("provider");
        JsonNode metrics = status.path("metrics");
        JsonNode artifacts = status.path("artifacts");
        var table = new TextTable()
                .row("server", text(provider, "name") + ", version " + text(provider, "version"))
                .row("serves", "channel " + text(provider, "channel") + ", arch " + text(provider, "arch"))
                .row("up", HumanText.duration(provider.path("uptime_secs").asLong(0)))
                .row("health", health(status.path("health")))
                .row(
                        "artifacts",
                        count(artifacts, "available", "count") + " files, "
                                + HumanText.size(
                                        artifacts.path("total_size_bytes").asLong(0)) + hashing(artifacts))
                .row("releases", releases(artifacts))
                .row("requests", Long.toString(metrics.path("requests_total").asLong(0)))
                .row("sent", HumanText.size(metrics.path("bytes_served_total").asLong(0)))
                .row("connections", inUse(metrics.path("active_connections"), status, "connections"))
                .row("downloads", inUse(metrics.path("active_downloads"), status, "downloads"));
        for (JsonNode download : artifacts.path("downloads")) {
            table.row(
                    "",
                    text(download, "artifact") + " to " + text(download, "client") + ": "
                            + HumanText.size(download.path("sent_bytes").asLong(0)) + " of "
                            + HumanText.size(download.path("promised_bytes").asLong(0)));
        }
        String plugins =
                status.path("plugins").valueStream().map(p -> text(p, "name")).collect(Collectors.joining(", "));
        addresses(table, status);
        return table.row("plugins", plugins);
    }

    /** Those that not every server has. */
    private static void addresses(TextTable table, JsonNode status) {
        JsonNode tls = status.path("tls");
        if (tls.isObject()) {
            table.row("https", "port " + tls.path("port").asInt(0) + ", " + text(tls, "subject") + ", " + expiry(tls));
            if (tls.has("reload_refused")) {
                table.row("", "the new certificate is not taken: " + text(tls, "reload_refused"));
            }
        }
        JsonNode listeners = status.path("listeners");
        if (listeners.has("operations")) {
            table.row("operations", text(listeners, "operations"));
        }
    }

    private static String expiry(JsonNode tls) {
        long seconds = tls.path("expires_in_secs").asLong(0);
        return seconds < 0 ? "has expired at " + text(tls, "not_after") : "expires in " + HumanText.duration(seconds);
    }

    /** How many there are, of how many there may be, and whether that was not enough. */
    private static String inUse(JsonNode active, JsonNode status, String limitName) {
        JsonNode limit = status.path("limits").path(limitName);
        long refused = limit.path("refused_total").asLong(0);
        return active.asLong(0)
                + (limit.has("limit") ? " of " + limit.path("limit").asLong(0) : "")
                + (refused == 0 ? "" : ", " + refused + " refused since the start");
    }

    private static String hashing(JsonNode artifacts) {
        int files = count(artifacts, "hashing", "hashing_count");
        return files == 0 ? "" : ", " + files + " being digested";
    }

    /** Of a list of which perhaps only a part came. */
    private static int count(JsonNode artifacts, String list, String field) {
        return artifacts.path(field).asInt(artifacts.path(list).size());
    }

    /** The current ones; files that were put there by hand belong to none. */
    private static String releases(JsonNode artifacts) {
        String current = artifacts
                .path("releases")
                .valueStream()
                .filter(release -> release.path("current").asBoolean(false))
                .map(release -> text(release, "channel") + "/" + text(release, "arch") + " " + text(release, "version"))
                .collect(Collectors.joining(", "));
        return current.isEmpty() ? "none" : current;
    }

    private static String health(JsonNode health) {
        String details = health.path("details")
                .propertyStream()
                .map(detail -> HumanText.printable(detail.getKey()) + ": "
                        + HumanText.printable(detail.getValue().asString("")))
                .collect(Collectors.joining("; "));
        return text(health, "status") + (details.isEmpty() ? "" : " (" + details + ")");
    }

    private static String text(JsonNode node, String field) {
        return HumanText.printable(node.path(field).asString("?"));
    }
}
