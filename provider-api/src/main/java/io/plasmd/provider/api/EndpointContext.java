package io.plasmd.provider.api;

import com.typesafe.config.Config;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the host offers to one endpoint. The methods that add something are called from {@link Endpoint#start} only, and
 * throw {@link IllegalStateException} after it has returned; the others may be called from any thread.
 */
public interface EndpointContext {

    /**
     * The name of a request attribute. A servlet that has to break off an answer may set it to a few words that say why;
     * they then stand in the access log.
     */
    String CUT_SHORT_ATTRIBUTE = "io.plasmd.provider.cut-short";

    /**
     * The name of a request attribute. A servlet may set it to a {@link java.util.concurrent.Callable}, which is then
     * called before each write of the answer to the network, also of what had to wait there for the client; where it
     * throws, the write fails and the connection ends.
     */
    String BEFORE_WRITE_ATTRIBUTE = "io.plasmd.provider.before-write";

    /**
     * The name of a request attribute that is set where the operator has given operations an address of their own, and
     * the request came by another one, or has listed the names of the server, and the request is for another one. What is not for every client is then to be left out of the answer.
     */
    String PUBLIC_ATTRIBUTE = "io.plasmd.provider.public";

    /**
     * The name of a request attribute. A servlet that sends much, asynchronously, may set it to an {@link
     * java.util.concurrent.Executor}, which then makes the writes of the answer that had to wait in the network for the
     * client, in place of the threads that read requests.
     */
    String WRITER_ATTRIBUTE = "io.plasmd.provider.writer";

    /**
     * The endpoint's own section of the configuration in force, {@code provider.endpoints.<name>}: what the operator
     * set, on top of what the {@code reference.conf} of the endpoint's jar gives as defaults. Where the jar has such
     * defaults for the section, a key outside them is refused before the endpoint starts; without them any key is
     * accepted.
     *
     * @return the section, resolved; empty where there is none
     */
    Config config();

    /**
     * The whole server as it presents itself.
     *
     * @return the same object for every endpoint
     */
    Provider provider();

    /**
     * Answers a path by a servlet, which gets {@code GET} and {@code HEAD} requests, of all clients.
     *
     * @param path see {@link Mount#path()}
     * @param servlet see {@link #mount(Mount, Servlet)}
     * @throws IllegalArgumentException see there
     */
    default void mount(String path, Servlet servlet) {
        mount(Mount.at(path), servlet);
    }

    /**
     * Answers a path by a servlet. Asynchronous processing is supported. The host initializes and destroys the servlet.
     *
     * @param mount where it answers, and to what
     * @param servlet called by many threads at once
     * @throws IllegalArgumentException where the path is none, or has been taken; the message says by whom
     */
    void mount(Mount mount, Servlet servlet);

    /**
     * What there is to boot from.
     *
     * @return the same object at any time. Empty until the endpoint that {@link #offer offers} it has started, and where
     *     none does
     */
    Catalog catalog();

    /**
     * Serves files as artifacts are served.
     *
     * @return the same object at any time. Of use as soon as requests come
     */
    FileServer files();

    /**
     * Has others see what this endpoint serves, by {@link #catalog} and {@link #files}.
     *
     * @param catalog of what there is
     * @param files serves it, and files of others
     * @throws IllegalArgumentException where another endpoint has offered its own; the message says which
     */
    void offer(Catalog catalog, FileServer files);

    /**
     * Asks to be told of the end of each answer to a {@code GET} that has content (200 and 206), of any endpoint, to any
     * client.
     *
     * @param listener called by the thread that ends the answer, which others need: it should take microseconds, and leave
     *     anything else to a thread of the endpoint's own. What it throws is logged
     */
    void onDownload(Consumer<Download> listener);

    /**
     * Sends the whole content of an answer without a thread that waits for the client: what the network does not take at
     * once it takes later, after the servlet has returned. Called by a servlet as the last thing that it does with the
     * response: status and header fields are set by then, {@code Content-Length} by this method.
     *
     * @param response as the servlet was given it, nothing written to it yet
     * @param content not to be changed any more
     * @throws IOException where the client has gone
     */
    void send(HttpServletResponse response, byte[] content) throws IOException;

    /**
     * The client by which a limit is to count a request: its address, or the network that is counted as one (of IPv6, by
     * {@code provider.limits.ipv6-prefix}); behind a trusted proxy, that of the client and not of the proxy.
     *
     * @param request as the servlet was given it, or wrapped
     * @return a text that is the same for all requests of the client, and no name
     */
    String client(HttpServletRequest request);

    /**
     * Adds a check to {@code /health}.
     *
     * @param name a key of the JSON answer in snake case, true when all is well ({@code disk_space_ok})
     * @param check called by any thread, by several at once
     * @throws IllegalArgumentException where the name is not in snake case, or has been taken
     */
    void addHealthCheck(String name, HealthCheck check);

    /**
     * Adds a field to {@code /status}.
     *
     * @param field the place in the JSON answer: names in snake case joined by dots ({@code artifacts.total_size_bytes})
     * @param value called for every answer, by any thread; gives a {@code String}, {@code Boolean}, {@code Number},
     *     {@code List} or {@code Map} (with string keys) of such, or null. One that throws shows as {@code null} and is
     *     logged
     * @throws IllegalArgumentException where the field is not in snake case, or it, a field above or a field below it
     *     has been taken
     */
    void addStatus(String field, Supplier<? extends @Nullable Object> value);

    /**
     * Adds a section to the status page, for people.
     *
     * @param title above it, as text
     * @param table called for every page, by any thread; it should take milliseconds. One that throws is logged, and the
     *     page says that there is nothing to be told
     * @throws IllegalArgumentException where the title has been taken
     */
    void addSection(String title, Supplier<Table> table);

    /**
     * Adds a few words to the line that {@code provider serve} prints when it accepts connections.
     *
     * @param words called once, when the line is printed ({@code "3 artifacts"})
     */
    void addReadyNote(Supplier<String> words);

    /**
     * The metrics of the whole server.
     *
     * @return the same object for every endpoint
     */
    Metrics metrics();

    /**
     * A directory for what the endpoint wants to find again after a restart, created by this call where it is missing.
     * Nothing but this endpoint writes to it, and nobody but the server's user may.
     *
     * @return {@code <data>/state/<name>}, absolute. It may turn out not to be writable: a full or read-only disk must not
     *     keep the endpoint from its work
     */
    Path dataDirectory();

    /**
     * Whether this is only a trial, as {@code provider check} makes it: everything is started and closed again at once, no
     * connection is accepted, and {@link #dataDirectory} is one that goes afterwards. Whatever others would notice (a
     * message to another machine, a lock, a thread that begins to work) is left out then; what may be wrong with the
     * configuration is still looked for.
     *
     * @return the same at any time
     */
    default boolean isTrial() {
        return false;
    }

    /**
     * The clock to ask for the time of day, so that tests can set it.
     *
     * @return the same object for every endpoint
     */
    InstantSource clock();
}
