package io.plasmd.provider.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code provider check}. */
@Command(
        name = "check",
        description = "Reads the whole configuration and every plugin, and prints every problem at once.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws Exception {
        Preparation preparation = Preparation.of(options.sources(List.of()), ConfigurationOptions.home());
        List<Problem> problems = new ArrayList<>(preparation.problems());
        List<LoadedEndpoint> endpoints = preparation.loader().endpoints();
        HostSettings settings = HostSettings.read(preparation.configuration(), problems);
        // The phase start as well: only an endpoint itself knows whether its directory exists.
        try (var host = new EndpointHost(preparation.configuration().config(), settings.data(), Clock.systemUTC());
                var accessLog = AccessLog.open(
                        settings.accessLog(),
                        settings.accessLogRetainDays(),
                        host.provider().metrics())) {
            var http = new HttpFront(settings, host.provider(), host.mounts(), accessLog);
            problems.addAll(host.start(endpoints));
            problems.addAll(http.tryServlets());
        } finally {
            preparation.loader().close();
        }
        if (!problems.isEmpty()) {
            throw StartException.wrongConfiguration(problems);
        }
        String names = endpoints.stream().map(LoadedEndpoint::name).collect(Collectors.joining(", "));
        spec.commandLine().getOut().println("No problem found. Endpoints: " + names);
        return ExitStatus.DONE.code();
    }
}
