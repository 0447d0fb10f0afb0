package io.plasmd.provider.server;

import io.plasmd.provider.api.EndpointContext;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Keeps apart what is answered on the operations address and what is for clients. */
final class OperationsGate extends Handler.Wrapper {
    private final OperationsPaths paths;

    OperationsGate(OperationsPaths paths, Handler next) {
        super(next);
        this.paths = paths;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean onOperations = Listeners.isOperations(request);
        if (!paths.isAnswered(request.getHttpURI().getDecodedPath(), onOperations)) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            return true;
        }
        if (!onOperations) {
            request.setAttribute(EndpointContext.PUBLIC_ATTRIBUTE, true);
        }
        return super.handle(request, response, callback);
    }
}
