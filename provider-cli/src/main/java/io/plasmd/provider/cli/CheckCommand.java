package io.plasmd.provider.cli;

import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.TrialStart;
import io.plasmd.provider.server.configuration.ConfigurationSources;
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
        ConfigurationSources sources = options.sources(List.of());
        String file = sources.file() == null ? "none" : sources.file().toString();
        Preparation preparation = Preparation.of(sources, ConfigurationArguments.home());
        try {
            String names = String.join(", ", TrialStart.run(preparation, Clock.systemUTC()));
            spec.commandLine()
                    .getOut()
                    .println("No problem found. Configuration file: " + file + ". Endpoints: " + names);
            return ExitStatus.DONE.code();
        } catch (StartException e) {
            // Whatever it is, it is a problem that was looked for and found.
            throw new StartException(ExitStatus.WRONG_USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
