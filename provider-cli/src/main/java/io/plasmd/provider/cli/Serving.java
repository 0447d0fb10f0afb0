package io.plasmd.provider.cli;

import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.ProviderServer;
import io.plasmd.provider.server.ServiceManager;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.configuration.Settings;
import io.plasmd.provider.server.status.ProcessStart;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in the foreground, until SIGTERM or SIGINT. */
final class Serving {
    private final ConfigurationArguments arguments;
    private final PrintWriter err;

    Serving(ConfigurationArguments arguments, PrintWriter err) {
        this.arguments = arguments;
        this.err = err;
    }

    /**
     * Returns after the stop.
     *
     * @param demo whether sample artifacts are served in place of those that are configured
     */
    void run(boolean demo) throws Exception {
        if (demo && arguments.sets(ConfigurationArguments.ARTIFACTS)) {
            throw new StartException(
                    ExitStatus.WRONG_USAGE,
                    "--demo serves samples that it makes itself, and --artifacts what is there. Leave out one of"
                            + " them.");
        }
        var stop = new StopSignal();
        if (!demo) {
            serve(stop, null);
        } else {
            try (var artifacts = new DemoArtifacts()) {
                serve(stop, artifacts);
            }
        }
    }

    private void serve(StopSignal stop, @Nullable DemoArtifacts artifacts) throws Exception {
        List<Settings.Setting> presets = artifacts == null ? List.of() : artifacts.settings();
        Preparation preparation = Preparation.of(arguments.sources(presets), ConfigurationArguments.home());
        // Not before: it has a logger, and the level counts for those that are made after it is known.
        ServiceManager manager = ServiceManager.of(System.getenv());
        try (ProviderServer server = ProviderServer.start(preparation, Clock.systemUTC(), manager)) {
            // Before anybody is told that it is ready, and sends one.
            stop.onRefresh(signal -> {
                manager.reloading();
                server.refresh(signal);
                manager.reloaded();
            });
            String notes = server.readyNotes();
            err.println("Ready: " + server.url() + " (" + notes + (notes.isEmpty() ? "" : ", ") + "started in "
                    + ProcessStart.elapsed().toMillis() + " ms)");
            if (artifacts != null) {
                err.println(artifacts.commandsToTry(server.url()));
            }
            err.flush();
            manager.ready("serves " + server.url() + (notes.isEmpty() ? "" : " (" + notes + ")"));
            stop.await();
            stop.onRefresh(signal -> {});
        }
    }
}
