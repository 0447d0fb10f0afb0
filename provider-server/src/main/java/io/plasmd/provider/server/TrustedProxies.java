package io.plasmd.provider.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Takes the address of the client from a configured proxy, and nothing else. Jetty's ForwardedRequestCustomizer believes
 * the left-most address, a dozen fields besides, and refuses the request where one of them is not to its liking.
 */
final class TrustedProxies implements HttpConfiguration.Customizer {
    private final InetAddressSet proxies;
    private final ForwardedAddress forwarded;

    TrustedProxies(InetAddressSet proxies) {
        this.proxies = proxies;
        this.forwarded = new ForwardedAddress(proxies);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer)
                || !proxies.test(peer.getAddress())) {
            return request;
        }
        InetAddress client = forwarded.of(peer.getAddress(), request.getHeaders());
        return client.equals(peer.getAddress()) ? request : new ForwardedRequest(request, client);
    }

    /** The request of another client than the one that is connected. */
    private static final class ForwardedRequest extends Request.Wrapper {
        private final ConnectionMetaData connection;

        ForwardedRequest(Request request, InetAddress client) {
            super(request);
            SocketAddress address = new InetSocketAddress(client, 0);
            connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return address;
                }
            };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }
}
