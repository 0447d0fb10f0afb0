package io.plasmd.provider.server;

import io.plasmd.provider.api.Metrics;
import java.io.IOException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector that counts its connections. One thread accepts, one selects: more do not help on a few cores. */
final class CountingConnector extends ServerConnector {
    private final Metrics.Counter accepted;
    private final Metrics.Counter refused;

    CountingConnector(Server server, ConnectionFactory protocol, Metrics metrics) {
        super(server, 1, 1, protocol);
        accepted = metrics.counter("connections_accepted_total", "Connections accepted.");
        refused = metrics.counter(
                "connections_refused_total",
                "Connections that could not be accepted, such as for want of descriptors.");
    }

    @Override
    public void accept(int acceptorId) throws IOException {
        super.accept(acceptorId);
        accepted.add(1);
    }

    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        boolean goOn = super.handleAcceptFailure(failure);
        if (isRunning()) {
            refused.add(1);
        }
        return goOn;
    }
}
