package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a start does, but for accepting connections. */
public final class TrialStart {
    private TrialStart() {}

    /**
     * Starts every endpoint and servlet, and ends them again.
     *
     * @param preparation is closed in the end
     * @return the names of the endpoints
     * @throws StartException with every problem found
     */
    public static List<String> run(Preparation preparation, InstantSource clock) throws StartException {
        List<Problem> problems = new ArrayList<>(preparation.problems());
        HostSettings settings = preparation.settings();
        // The phase start as well: only an endpoint itself knows whether its directory exists.
        try (preparation;
                var data = new TrialData(settings.data());
                var host = new EndpointHost(preparation.config(), data, clock);
                // None: it would leave a file behind, which the server's user cannot write where root checks.
                var accessLog = AccessLog.open(
                        AccessLog.OFF,
                        settings.accessLogRetainDays(),
                        host.provider().metrics(),
                        clock)) {
            var http = new HttpFront(
                    settings,
                    host.provider(),
                    host.mounts(),
                    host.downloads(),
                    accessLog,
                    clock,
                    ServiceManager.NONE,
                    null);
            problems.addAll(http.problems());
            problems.addAll(host.start(preparation.endpoints()));
            problems.addAll(http.tryServlets());
            problems.addAll(AccessLog.trial(settings.accessLog()));
            problems.addAll(AddressTrial.problems(settings, DataLock.find(settings.data())));
        }
        if (!problems.isEmpty()) {
            throw StartException.of(problems);
        }
        return preparation.endpoints().stream().map(LoadedEndpoint::name).toList();
    }
}
