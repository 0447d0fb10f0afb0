package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps what is about the server from those who ask for another one. Boot clients send odd hosts or none: artifacts are
 * for all of them, and whether the server is well, but not why it is not.
 */
final class HostGate extends Handler.Wrapper {
    private final AllowedHosts hosts;
    private final OperationsPaths operations;

    HostGate(AllowedHosts hosts, OperationsPaths operations, Handler next) {
        super(next);
        this.hosts = hosts;
        this.operations = operations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isAllowed(request)) {
            if (operations.isAboutTheServer(request.getHttpURI().getDecodedPath())) {
                Response.writeError(
                        request,
                        response,
                        callback,
                        HttpStatus.MISDIRECTED_REQUEST_421,
                        "this is answered under the names of the server only (provider.http.allowed-hosts)");
                return true;
            }
            request.setAttribute(EndpointContext.PUBLIC_ATTRIBUTE, true);
        }
        return super.handle(request, response, callback);
    }

    /** By the host of the target, which is that of the field unless the target has one (RFC 9112, section 3.3). */
    private boolean isAllowed(Request request) {
        String field = request.getHeaders().get(HttpHeader.HOST);
        // Without the field, Jetty puts the address of this machine in the place of a name.
        return field != null
                && !field.isBlank()
                && hosts.allows(request.getHttpURI().getHost());
    }
}
