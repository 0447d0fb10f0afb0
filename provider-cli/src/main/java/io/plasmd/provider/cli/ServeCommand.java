package io.plasmd.provider.cli;

import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.log.LogOutput;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provider serve} in all its forms; see {@link PlainServe} for the plain one. */
@Command(description = "Runs the server in the foreground until SIGTERM or SIGINT.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions options;

    @Option(
            names = PlainServe.DEMO,
            description = "Serve small generated sample artifacts from a temporary directory, on the loopback address.")
    private boolean demo;

    @Override
    public Integer call() throws Exception {
        try (LogOutput log = LogOutput.install()) {
            new Serving(options.arguments(), new PrintWriter(log, true, log.charset())).run(demo);
        }
        return ExitStatus.DONE.code();
    }
}
