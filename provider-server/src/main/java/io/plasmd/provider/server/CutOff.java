package io.plasmd.provider.server;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/** After the drain, when all that is left is cut off: what fails from then on does not fail by its client. */
final class CutOff {
    private static final String BEGUN = CutOff.class.getName();

    private CutOff() {}

    static void begin(Server server) {
        server.setAttribute(BEGUN, true);
    }

    static boolean hasBegun(Request request) {
        return request.getConnectionMetaData().getConnector().getServer().getAttribute(BEGUN) != null;
    }
}
