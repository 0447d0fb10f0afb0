package io.plasmd.provider.server.http;

import io.plasmd.provider.files.ListeningSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A connector that lets connections in, or not, and watches them. One thread accepts, one selects: more do not help on a
 * few cores.
 *
 * <p>Jetty's own {@code NetworkConnectionLimit} stops accepting at the limit: those who come later wait in the kernel's
 * queue without an answer until they give up.
 */
public final class ClientConnector extends ServerConnector {
    private static final long AFTER_FAILURE_MILLIS = 100;

    private final Connections connections;
    private @Nullable ListeningSocket inherited;
    private @Nullable SuccessionPort shared;

    /** Those that Jetty has not made an end point of yet. */
    private final Map<SelectableChannel, Admission> arriving = new ConcurrentHashMap<>();

    /**
     * A connector that is not open yet.
     *
     * @param ownThreads started and stopped with it; null for those of the server
     */
    public ClientConnector(
            Server server, @Nullable ThreadPool ownThreads, Connections connections, ConnectionFactory... protocols) {
        super(server, ownThreads, null, null, 1, 1, protocols);
        this.connections = connections;
        getSelectorManager().addEventListener(new SelectorManager.AcceptListener() {
            @Override
            public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
                arrivedInVain(channel);
            }
        });
    }

    /** Listens on what is listened on already, in place of a socket of its own. */
    public void inherit(ListeningSocket socket) {
        inherited = socket;
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        if (inherited != null) {
            return inherited.open();
        }
        ServerSocketChannel opened = super.openAcceptChannel();
        if (isReusePort()) {
            shared = SuccessionPort.of(opened);
        }
        return opened;
    }

    /** Lets nobody in any more. */
    public void closePort() {
        if (shared != null) {
            shared.awaitEmpty();
        }
        // Not shutdown(): it would also cut every connection that pauses for more than a second.
        close();
    }

    @Override
    public int getLocalPort() {
        int port = super.getLocalPort();
        return inherited == null || port <= 0 ? port : inherited.address().getPort();
    }

    /** As the superclass does, but for the question whether the connection may come in. */
    @Override
    public void accept(int acceptorId) throws IOException {
        if (!(getTransport() instanceof ServerSocketChannel port) || !port.isOpen()) {
            // Jetty would call again and again, for as long as the server drains.
            throw new ClosedChannelException();
        }
        SocketChannel channel = port.accept();
        try {
            // A client that has gone again already has no address.
            Optional<Admission> admission = channel.getRemoteAddress() instanceof InetSocketAddress remote
                    ? connections.admit(remote.getAddress())
                    : Optional.empty();
            if (admission.isEmpty()) {
                channel.close();
                return;
            }
            arriving.put(channel, admission.get());
            channel.configureBlocking(false);
            configure(channel.socket());
            getSelectorManager().accept(channel);
        } catch (IOException | RuntimeException e) {
            IO.close(channel);
            arrivedInVain(channel);
            throw e;
        }
    }

    private void arrivedInVain(SelectableChannel channel) {
        Admission admission = arriving.remove(channel);
        if (admission != null) {
            connections.gone(admission);
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var connection = new ClientEndPoint(channel, selector, key, getScheduler(), admissionOf(channel));
        connection.setIdleTimeout(getIdleTimeout());
        return connection;
    }

    private Admission admissionOf(SelectableChannel channel) {
        return Objects.requireNonNull(arriving.get(channel));
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        if (endPoint instanceof ClientEndPoint connection) {
            arriving.remove(connection.getChannel());
            connections.opened(connection);
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        if (endPoint instanceof ClientEndPoint connection) {
            connections.closed(connection);
        }
        super.onEndPointClosed(endPoint);
    }

    /** Jetty's own way is a stack trace for each. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || !isOpen() || failure instanceof ClosedChannelException) {
            return false;
        }
        connections.acceptFailed(failure);
        try {
            // What is missing, such as descriptors, is still missing in the next microsecond.
            TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
