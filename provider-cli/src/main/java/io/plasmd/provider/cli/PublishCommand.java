package io.plasmd.provider.cli;

import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Published;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code provider publish}. */
@Command(
        description = {
            "Puts files in place as one release, whole or not at all, and makes it the current one.",
            "A running server follows at once, without a restart."
        })
final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private PublishSources sources;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "The version of the release. Default: today's date, and a number from the second on.")
    private @Nullable String version;

    @Option(
            names = "--link",
            description = "Make the files themselves part of the release, as hard links; do not copy.")
    private boolean link;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many releases to keep, this one included. Default: as configured.")
    private @Nullable Integer keep;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** Without {@code --version}, which mixinStandardHelpOptions would bring along. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    void help(boolean asked) {
        // picocli prints it.
    }

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        int kept = keep != null ? keep : target.section().getInt("releases.keep");
        if (kept < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "cannot keep " + kept + " releases: the current one counts, expected 1 or more");
        }
        var request = new PublishRequest(
                target.channel(),
                target.arch(),
                Optional.ofNullable(version),
                sources.read(target.roles()),
                link,
                kept);
        Published published = new Publisher(target.artifacts(), target.roles()).publish(request, bytes -> {});
        report(target, published);
        return ExitStatus.DONE.code();
    }

    private void report(ReleaseTarget target, Published published) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Release release = published.release();
        if (json) {
            ObjectNode result = ReleaseJson.of(release);
            result.put("was_there", published.wasThere());
            ArrayNode removed = result.putArray("removed");
            published.removed().forEach(one -> removed.add(one.version()));
            out.println(result.toPrettyString());
        } else {
            var table = new TextTable().row("FILE", "SIZE", "SHA-256");
            release.record()
                    .files()
                    .forEach((name, file) -> table.row(
                            name, HumanText.size(file.size()), file.digest().hex()));
            out.print(table.render());
        }
        out.flush();
        err.println((published.wasThere() ? "Was there already, and is current: " : "Published, and current: ")
                + target.place() + " " + release.version() + ", "
                + HumanText.size(release.record().totalSize()) + ".");
        published.removed().forEach(one -> err.println("No longer kept: " + one.version() + "."));
    }
}
