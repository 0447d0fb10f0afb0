package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.OptionalLong;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TCP connection under one download. */
final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final EndPoint endPoint;
    private final long idleTimeout;

    /** The connection below any layer of TLS. */
    ClientConnection(EndPoint upper) {
        EndPoint lowest = upper;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        endPoint = lowest;
        idleTimeout = lowest.getIdleTimeout();
    }

    /** Jetty's timeout knows completed writes only, of which a slow client may see one in many minutes. */
    void suspendIdleTimeout() {
        endPoint.setIdleTimeout(0);
    }

    void resumeIdleTimeout() {
        if (endPoint instanceof AbstractEndPoint idle) {
            // Else a timeout that ran out in the meantime would fire at once.
            idle.notIdle();
        }
        endPoint.setIdleTimeout(idleTimeout);
    }

    OptionalLong held(SendQueues queues) {
        return endPoint.getLocalSocketAddress() instanceof InetSocketAddress local
                        && endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
                        && !local.isUnresolved()
                        && !remote.isUnresolved()
                ? queues.of(local, remote)
                : OptionalLong.empty();
    }

    /** By a reset: after a mere close, the kernel would go on for minutes to offer the client what it holds. */
    void abort(Throwable cause) {
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                LOG.debug("{} is closed already", endPoint, e);
            }
        }
        endPoint.close(cause);
    }
}
