package io.plasmd.provider.server;

import java.net.InetSocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/** Believes {@code Forwarded} and {@code X-Forwarded-For} only where they come from a configured proxy. */
final class TrustedProxies implements HttpConfiguration.Customizer {
    private final InetAddressSet proxies;
    private final ForwardedRequestCustomizer forwarded = new ForwardedRequestCustomizer();

    TrustedProxies(InetAddressSet proxies) {
        this.proxies = proxies;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        boolean isTrusted = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                && proxies.test(peer.getAddress());
        return isTrusted ? forwarded.customize(request, responseHeaders) : request;
    }
}
