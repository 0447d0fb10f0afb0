package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code provider list}. */
@Command(
        description = "Asks a running server for its artifacts, and prints them as a table.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RemoteProvider remote;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        JsonNode available = remote.status().at("/artifacts/available");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(available.isMissingNode() ? "[]" : JsonText.of(available));
        } else {
            out.print(table(available).render());
        }
        out.flush();
        return ExitStatus.DONE.code();
    }

    private static TextTable table(JsonNode available) {
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
