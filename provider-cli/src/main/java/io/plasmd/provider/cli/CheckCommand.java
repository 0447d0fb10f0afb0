package io.plasmd.provider.cli;

import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.TrialStart;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code provider check}. */
@Command(
        description = "Reads the whole configuration and every plugin, and prints every problem at once.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options;

    @Override
    public Integer call() throws Exception {
        Preparation preparation = Preparation.of(options.sources(List.of()), ConfigurationArguments.home());
        String names = String.join(", ", TrialStart.run(preparation, Clock.systemUTC()));
        spec.commandLine().getOut().println("No problem found. Endpoints: " + names);
        return ExitStatus.DONE.code();
    }
}
