package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code provider versions}. */
@Command(
        description = "Lists the releases of a channel and architecture that are kept, the newest first.",
        mixinStandardHelpOptions = true)
final class VersionsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        List<Release> releases = new Releases(target.artifacts()).of(target.channel(), target.arch());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = JsonMapper.shared().createArrayNode();
            releases.forEach(release -> array.add(ReleaseJson.of(release)));
            out.println(JsonText.of(array));
        } else if (releases.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("No releases of " + HumanText.harmless(target.place() + " in " + target.artifacts())
                            + ". To make one: provider publish");
        } else {
            out.print(table(releases).render());
        }
        out.flush();
        return ExitStatus.DONE.code();
    }

    private static TextTable table(List<Release> releases) {
        var table = new TextTable().row("VERSION", "CURRENT", "PUBLISHED", "AGE", "FILES", "SIZE", "PATH");
        Instant now = Instant.now();
        for (Release release : releases) {
            Instant created = release.record().createdAt();
            table.row(
                    release.version(),
                    release.isCurrent() ? "yes" : "",
                    created.toString(),
                    HumanText.duration(
                            Math.max(0, Duration.between(created, now).toSeconds())),
                    Integer.toString(release.record().files().size()),
                    HumanText.size(release.record().totalSize()),
                    release.record().path());
        }
        return table;
    }
}
