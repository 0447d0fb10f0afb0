package io.plasmd.provider.server.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes the connections that speak HTTP/1.1 as the RFCs want it, where Jetty's own do not. */
public final class Http1ConnectionFactory extends HttpConnectionFactory {

    private final HeadMemory heads;

    public Http1ConnectionFactory(HttpConfiguration configuration, HeadMemory heads) {
        super(configuration);
        this.heads = heads;
    }

    HeadMemory heads() {
        return heads;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new Http1Connection(this, connector, endPoint), connector, endPoint);
    }
}
