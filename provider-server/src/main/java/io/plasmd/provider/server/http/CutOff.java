package io.plasmd.provider.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/** After the drain, when all that is left is cut off: what fails from then on does not fail by its client. */
public final class CutOff {
    private static final String BEGUN = CutOff.class.getName();

    private CutOff() {}

    public static void begin(Server server) {
        server.setAttribute(BEGUN, true);
    }

    public static boolean hasBegun(Request request) {
        return request.getConnectionMetaData().getConnector().getServer().getAttribute(BEGUN) != null;
    }
}
