package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.configuration.EffectiveSetting;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code provider config}. */
@Command(
        description = "Prints the configuration in force, each value with where it came from. Secrets are masked.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options;

    @Option(names = "--json", description = "Print a JSON array of {key, value, origin}.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<EffectiveSetting> settings;
        try (Preparation preparation = Preparation.of(options.sources(List.of()), ConfigurationArguments.home())) {
            preparation.orThrow();
            settings = EffectiveSetting.of(preparation.config());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonText.of(JsonMapper.shared().valueToTree(settings)));
        } else {
            printTable(settings, out);
        }
        out.flush();
        return ExitStatus.DONE.code();
    }

    private static void printTable(List<EffectiveSetting> settings, PrintWriter out) {
        int key = settings.stream().mapToInt(s -> s.key().length()).max().orElse(1);
        int value = settings.stream().mapToInt(s -> s.value().length()).max().orElse(1);
        String row = "%-" + key + "s  %-" + value + "s  %s";
        settings.forEach(s -> out.print(HumanText.harmless(row.formatted(s.key(), s.value(), s.origin())) + "\n"));
    }
}
