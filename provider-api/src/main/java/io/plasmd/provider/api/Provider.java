package io.plasmd.provider.api;

import com.typesafe.config.Config;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server as it presents itself: who it is, how it is, and everything that the endpoints have added. */
public interface Provider {

    /** Where the server is between its start and its stop. */
    enum Phase {
        /** Endpoints are being started; no connection is accepted. */
        STARTING,
        /** Requests are welcome. */
        READY,
        /** The server is about to stop: requests under way go on, new ones should go elsewhere. */
        DRAINING
    }

    /**
     * An endpoint that has been started.
     *
     * @param name its {@link Endpoint#name()}
     * @param source where it was loaded from: the jar or directory below {@code plugins/}, or {@code bundled}
     * @param version the {@code Implementation-Version} of the manifest of the jar that its class is in, or that of the
     *     product where it is bundled; null where the manifest has none
     */
    record Plugin(String name, String source, @Nullable String version) {}

    /**
     * The whole {@code provider} section of the configuration in force, for the few settings that concern several
     * endpoints, such as {@code channel}, {@code arch} and {@code limits}.
     *
     * @return the section, resolved
     */
    Config config();

    /**
     * The name of this server.
     *
     * @return {@code provider.name}, or the host's name
     */
    String name();

    /**
     * The version of the product.
     *
     * @return as {@code provider --version} prints it, without the word before it
     */
    String version();

    /**
     * When the process was started.
     *
     * @return by the operating system's account, in steps of 10 ms
     */
    Instant startedAt();

    /**
     * Where the server is between start and stop.
     *
     * @return changes at any time
     */
    Phase phase();

    /**
     * The endpoints that have been started.
     *
     * @return in the order of their starts
     */
    List<Plugin> plugins();

    /**
     * All checks of all endpoints.
     *
     * @return by name, in the order in which they were added
     */
    Map<String, HealthCheck> healthChecks();

    /**
     * The sections that endpoints have added to the status page.
     *
     * @return by title, in the order in which they were added
     */
    Map<String, Supplier<Table>> sections();

    /**
     * All status fields of all endpoints with their values of this moment, nested as their names say, and under {@code
     * metrics} the values of all metrics.
     *
     * @return ready to be written as JSON
     */
    Map<String, @Nullable Object> status();

    /**
     * One metric, at less cost than all of the status.
     *
     * @param name as it was registered
     * @return its value of this moment, as in {@link #status()}; null where there is none of that name
     */
    @Nullable
    Object metric(String name);
}
