package io.plasmd.provider.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many releases a command keeps. */
final class KeepOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many releases to keep, this one included. Default: as configured.")
    private @Nullable Integer keep;

    int read(ReleaseTarget target) {
        int releases = keep != null ? keep : target.section().getInt("releases.keep");
        if (releases < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "cannot keep " + releases + " releases: the current one counts, expected 1 or more");
        }
        return releases;
    }
}
