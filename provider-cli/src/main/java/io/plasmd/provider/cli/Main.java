package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.configuration.NearestKey;
import io.plasmd.provider.server.configuration.Secrets;
import io.plasmd.provider.server.log.FailureText;
import io.plasmd.provider.server.log.LogOutput;
import io.plasmd.provider.server.plugin.PluginCommands;
import io.plasmd.provider.server.plugin.PluginRefusedException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The {@code provider} command. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit status: 0 done, 1 failed, 2 wrong usage or configuration.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(PlainServe.read(args).map(Main::serve).orElseGet(() -> run(args)));
    }

    /** A result that did not arrive, most often since the disk is full, is none. */
    private static int run(String... args) {
        int status =
                isOfPlugin(args) ? ExitStatus.DONE.code() : commandLine(args).execute(args);
        if (status == ExitStatus.DONE.code() && System.out.checkError()) {
            System.err.println("provider: the result could not be written to stdout. Is the disk full?");
            return ExitStatus.FAILED.code();
        }
        return status;
    }

    /** A command that the install's own plugins bring has most often ended the process by itself. */
    private static boolean isOfPlugin(String... args) {
        Path home = ConfigurationArguments.home();
        if (home == null || args.length == 0 || args[0].startsWith("-") || Commands.has(args[0])) {
            return false;
        }
        var commands = new PluginCommands(List.of(home.resolve("plugins")));
        try {
            return commands.run(args[0], Arrays.copyOfRange(args, 1, args.length));
        } catch (PluginRefusedException e) {
            return ended(new StartException(ExitStatus.WRONG_USAGE, String.valueOf(e.getMessage()), e));
        } catch (Exception e) {
            return ended(e);
        }
    }

    private static boolean ended(Exception e) {
        System.exit(failed(e, new PrintWriter(System.err, true, Charset.defaultCharset())));
        return true;
    }

    private static int serve(PlainServe plain) {
        Preloading.begin();
        try (LogOutput log = LogOutput.install()) {
            var err = new PrintWriter(log, true, log.charset());
            try {
                new Serving(plain.arguments(), err).run(plain.demo());
                return ExitStatus.DONE.code();
            } catch (Exception e) {
                return failed(e, err);
            }
        }
    }

    /** All commands, or the one that the first argument names. */
    static CommandLine commandLine(String... args) {
        var provider = new CommandLine(new ProviderCommand());
        Commands.add(provider, args);
        return provider.registerConverter(Path.class, new PathArgument())
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        var err = command.getErr();
        err.println(message(describe(e)));
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.WRONG_USAGE.code();
    }

    private static String describe(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(e.getMessage());
        }
        CommandLine.Model.CommandSpec spec = e.getCommandLine().getCommandSpec();
        String argument = unmatched.getUnmatched().getFirst();
        if (argument.startsWith("-")) {
            String option = argument.replaceFirst("=.*", "");
            return "unknown option " + option
                    + NearestKey.suggestion(option, spec.optionsMap().keySet());
        }
        // Picocli does not say why it could not be one of several.
        Optional<String> doubt = PathArgument.doubt(argument);
        if (doubt.isPresent()) {
            return doubt.get();
        }
        return spec.subcommands().isEmpty()
                ? "unexpected argument " + argument
                : "unknown command " + argument
                        + NearestKey.suggestion(argument, spec.subcommands().keySet());
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof StartException start) {
            err.println(message(String.valueOf(start.getMessage())));
            return start.status().code();
        }
        err.println(message(e instanceof ReleaseException ? String.valueOf(e.getMessage()) : FailureText.of(e)));
        return ExitStatus.FAILED.code();
    }

    /** What others chose may be quoted in it, and what is secret. */
    private static String message(String text) {
        return "provider: " + HumanText.harmlessLines(Secrets.masked(text));
    }
}
