package io.plasmd.provider.cli;

import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.ProcessStart;
import io.plasmd.provider.server.ProviderServer;
import io.plasmd.provider.server.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code provider serve}. */
@Command(description = "Runs the server in the foreground until SIGTERM or SIGINT.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options;

    @Option(
            names = "--demo",
            description = "Serve small generated sample artifacts from a temporary directory, on the loopback address.")
    private boolean demo;

    @Override
    public Integer call() throws Exception {
        var stop = new StopSignal();
        if (!demo) {
            serve(stop, null);
        } else {
            try (var artifacts = new DemoArtifacts()) {
                serve(stop, artifacts);
            }
        }
        return ExitStatus.DONE.code();
    }

    private void serve(StopSignal stop, @Nullable DemoArtifacts artifacts) throws Exception {
        List<Settings.Setting> presets = artifacts == null ? List.of() : artifacts.settings();
        Preparation preparation = Preparation.of(options.sources(presets), ConfigurationOptions.home());
        PrintWriter err = spec.commandLine().getErr();
        try (ProviderServer server = ProviderServer.start(preparation, Clock.systemUTC())) {
            String notes = server.readyNotes();
            err.println("Ready: " + server.url() + " (" + notes + (notes.isEmpty() ? "" : ", ") + "started in "
                    + ProcessStart.elapsed().toMillis() + " ms)");
            if (artifacts != null) {
                err.println(artifacts.commandsToTry(server.url()));
            }
            err.flush();
            stop.await();
        }
    }
}
