package io.plasmd.provider.netboot.command;

import io.plasmd.provider.netboot.arguments.UsageException;
import io.plasmd.provider.netboot.dhcp.DhcpCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.util.List;

/** {@code provider netboot}, run by the host. */
public final class NetbootCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private static final String USAGE = """
            Usage: provider netboot COMMAND
            What machines boot.

            Commands:
              dhcp     prints the configuration of a DHCP server that sends machines here
              explain  prints which rule counts for a machine, and what it would be sent

            Exit status: 0 done, 1 it failed, 2 wrong usage or wrong configuration.
            """;

    private NetbootCommand() {}

    /**
     * Runs one command and ends the process with its exit status.
     *
     * @param args what follows {@code provider netboot}
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (command) {
            case "dhcp" -> dhcp(arguments.subList(1, arguments.size()), out, err);
            case "explain" -> explain(arguments.subList(1, arguments.size()), out, err);
            case "-h", "--help" -> help(out, err);
            default -> {
                err.println("provider: "
                        + (command.isEmpty() ? "which command? dhcp or explain" : "unknown command " + command));
                err.println("Try: provider netboot --help");
                yield WRONG_USAGE;
            }
        };
    }

    private static int help(PrintStream out, PrintStream err) {
        out.print(USAGE);
        return written(out, err);
    }

    private static int dhcp(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            out.print(DhcpCommand.run(arguments));
            return written(out, err);
        } catch (IllegalArgumentException e) {
            err.println("provider: " + e.getMessage());
            err.println("Try: provider netboot dhcp --help");
            return WRONG_USAGE;
        }
    }

    private static int explain(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            out.print(ExplainCommand.run(arguments));
            return written(out, err);
        } catch (UsageException e) {
            err.println("provider: " + e.getMessage());
            err.println("Try: provider netboot explain --help");
            return WRONG_USAGE;
        } catch (IOException e) {
            err.println("provider: cannot ask the server: "
                    + (e instanceof ConnectException ? "nobody listens there" : e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** A result that did not arrive is none. */
    private static int written(PrintStream out, PrintStream err) {
        if (out.checkError()) {
            err.println("provider: the result could not be written to stdout. Is the disk full?");
            return FAILED;
        }
        return DONE;
    }
}
