package io.plasmd.provider.api;

/**
 * A part of the server that answers under paths of its own.
 *
 * <p>An implementation is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/io.plasmd.provider.api.Endpoint} of its jar. The host goes through these phases, each on its
 * main thread and one endpoint after the other:
 *
 * <ol>
 *   <li><b>load</b>: the constructor, then {@link #spiVersion()} and {@link #name()};
 *   <li><b>start</b>: {@link #start(EndpointContext)}, before the server accepts connections;
 *   <li><b>close</b>: {@link #close()}, after the server has answered its last request, in the reverse order of the
 *       starts.
 * </ol>
 *
 * <p>Whatever one of the first two throws stops the start of the whole server, with one message that names the jar, the
 * phase and the cause. {@code provider check} goes through the same phases without accepting connections.
 *
 * <p>In every phase the context class loader of the thread is that of the endpoint's jar.
 */
public interface Endpoint extends AutoCloseable {

    /** The version of this interface. It grows when an endpoint that was built for an earlier one could not run. */
    int SPI_VERSION = 2;

    /**
     * The version of this interface that the endpoint was built for. Implement it as {@code return SPI_VERSION;}: the
     * compiler copies the number into your class, so that a host with another version can tell.
     *
     * @return {@link #SPI_VERSION} as it was when the endpoint was compiled
     */
    int spiVersion();

    /**
     * The name by which people know the endpoint. Its configuration is {@code provider.endpoints.<name>}, its data
     * directory {@code <data>/<name>}.
     *
     * @return one to 40 characters {@code a-z}, {@code 0-9} and {@code -}, the first a letter; the same at every call,
     *     and no other endpoint's
     */
    String name();

    /**
     * Prepares the endpoint: reads its configuration, mounts its servlets, adds its health checks, metrics and status
     * fields, starts its threads. Called once. It should return within milliseconds: the server does not accept
     * connections before it has, and work that takes longer belongs into a thread of the endpoint's own.
     *
     * @param context what the host offers; it stays valid until {@link #close()} returns, but {@link
     *     EndpointContext#mount mount} and the {@code add} methods work only until this method returns
     * @throws com.typesafe.config.ConfigException where the configuration cannot be used; its message, with file and
     *     line, reaches the operator as it is
     * @throws Exception where the endpoint cannot run; its message reaches the operator and should say what to do
     */
    void start(EndpointContext context) throws Exception;

    /**
     * Gives back everything the endpoint holds: threads, files, connections. Called once, also after {@link #start} has
     * thrown, never while a servlet of the endpoint is answering. It should return within a second.
     *
     * @throws Exception is logged; the other endpoints are closed all the same
     */
    @Override
    void close() throws Exception;
}
