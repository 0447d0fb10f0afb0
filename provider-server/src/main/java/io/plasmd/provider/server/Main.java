package io.plasmd.provider.server;

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
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ProviderCommand())
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        var err = command.getErr();
        err.println("provider: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.WRONG_USAGE.code();
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof StartException start) {
            command.getErr().println("provider: " + start.getMessage());
            return start.status().code();
        }
        command.getErr().println("provider: " + PluginFailure.message(e));
        return ExitStatus.FAILED.code();
    }
}
