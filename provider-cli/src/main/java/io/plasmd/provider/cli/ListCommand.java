package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code provider list}. */
@Command(
        description = "Asks a running server for its artifacts, and prints them as a table.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private static final int ATTEMPTS = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteProvider remote;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<JsonNode> available = available();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var array = JsonMapper.shared().createArrayNode();
            out.println(JsonText.of(array.addAll(available)));
        } else {
            out.print(table(available).render());
        }
        out.flush();
        return ExitStatus.DONE.code();
    }

    /** Page by page; once more where there were others before the last page was there. */
    private List<JsonNode> available() throws Exception {
        List<JsonNode> all = List.of();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            JsonNode artifacts = remote.status().path("artifacts");
            JsonNode before = artifacts.path("count");
            all = new ArrayList<>(rows(artifacts));
            // A server that knows no pages has sent all.
            int pages = artifacts.path("pages").asInt(1);
            for (int page = 2; page <= pages && !rows(artifacts).isEmpty(); page++) {
                artifacts = remote.status("?page=" + page).path("artifacts");
                all.addAll(rows(artifacts));
            }
            if (before.equals(artifacts.path("count"))) {
                break;
            }
        }
        return all;
    }

    private static List<JsonNode> rows(JsonNode artifacts) {
        return artifacts.path("available").valueStream().toList();
    }

    private static TextTable table(List<JsonNode> available) {
        var table = new TextTable().row("CHANNEL", "ARCH", "NAME", "FILE", "SIZE", "SHA-256");
        for (JsonNode artifact : available) {
            JsonNode hash = artifact.path("hash");
            table.row(
                    text(artifact, "channel"),
                    text(artifact, "arch"),
                    text(artifact, "name"),
                    text(artifact, "filename"),
                    HumanText.size(artifact.path("size_bytes").asLong(0)),
                    hash.isString()
                            ? HumanText.printable(hash.asString()).replaceFirst("^sha256:", "")
                            : "being computed");
        }
        return table;
    }

    private static String text(JsonNode artifact, String field) {
        return HumanText.printable(artifact.path(field).asString("?"));
    }
}
