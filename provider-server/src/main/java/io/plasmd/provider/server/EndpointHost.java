package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.server.configuration.FullKeys;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.http.CountedAddress;
import io.plasmd.provider.server.plugin.ContextLoader;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import io.plasmd.provider.server.plugin.PluginFailure;
import io.plasmd.provider.server.plugin.PluginValue;
import io.plasmd.provider.server.status.HostProvider;
import io.plasmd.provider.server.status.MetricsEndpoint;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The phases start and close: starts endpoints one after the other, closes them in the reverse order. */
final class EndpointHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHost.class);

    private final HostProvider provider;
    private final Config config;
    private final EndpointData data;
    private final InstantSource clock;
    private final CountedAddress counted;
    private final AnswerLimits answerLimits;
    private final AnswerMemory answerMemory = new AnswerMemory();
    private final Mounts mounts = new Mounts();
    private final DownloadListeners downloads = new DownloadListeners();
    private final Offered offered = new Offered();
    private final List<Supplier<String>> readyNotes = new ArrayList<>();
    private final Deque<LoadedEndpoint> started = new ArrayDeque<>();
    private final AtomicBoolean dataIsLost = new AtomicBoolean();

    EndpointHost(Config config, EndpointData data, InstantSource clock) {
        this.provider = new HostProvider(config, Version.current());
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.counted = new CountedAddress(config.getInt("provider.limits.ipv6-prefix"));
        this.answerLimits = AnswerLimits.read(provider.config());
    }

    /** Starts all, also after one has failed, so that every problem comes to light at once. */
    List<Problem> start(List<LoadedEndpoint> endpoints) {
        List<Problem> problems = new ArrayList<>();
        List<LoadedEndpoint> all = new ArrayList<>(List.of(metricsEndpoint()));
        all.addAll(endpoints);
        for (LoadedEndpoint endpoint : all) {
            // Before the start, since a failed start is closed as well.
            started.push(endpoint);
            var context = new HostContext(this, endpoint);
            try (var loader = new ContextLoader(endpoint.loader())) {
                endpoint.endpoint().start(context);
                provider.addPlugin(
                        new Provider.Plugin(endpoint.name(), endpoint.source(), endpoint.version(provider.version())));
            } catch (Throwable thrown) {
                PluginFailure.rethrowIfFatal(thrown);
                LOG.debug("{} failed to start", endpoint.label(), thrown);
                mounts.remove(endpoint);
                Problem said = PluginFailure.in(endpoint.label(), "start", thrown);
                Problem problem = new Problem(
                        said.where(), FullKeys.in(said.what(), endpoint.section(), configOf(endpoint)), said.kind());
                problems.add(PluginFailure.isOfMachine(thrown) ? problem.ofMachine() : problem);
            } finally {
                context.endStart();
            }
        }
        return problems;
    }

    private LoadedEndpoint metricsEndpoint() {
        return new LoadedEndpoint(
                new MetricsEndpoint(provider.metrics(), Version.build()),
                MetricsEndpoint.NAME,
                LoadedEndpoint.BUNDLED,
                EndpointHost.class.getClassLoader(),
                ConfigFactory.empty());
    }

    HostProvider provider() {
        return provider;
    }

    CountedAddress counted() {
        return counted;
    }

    DownloadListeners downloads() {
        return downloads;
    }

    Offered offered() {
        return offered;
    }

    Mounts mounts() {
        return mounts;
    }

    InstantSource clock() {
        return clock;
    }

    AnswerMemory answerMemory() {
        return answerMemory;
    }

    AnswerLimits answerLimits() {
        return answerLimits;
    }

    EndpointData data() {
        return data;
    }

    Config configOf(LoadedEndpoint endpoint) {
        return config.hasPath(endpoint.section()) ? config.getConfig(endpoint.section()) : ConfigFactory.empty();
    }

    /** Whether nobody has been told yet that the data directory cannot be made: once is enough for all endpoints. */
    boolean firstLossOfData() {
        return !dataIsLost.getAndSet(true);
    }

    void addReadyNote(Supplier<String> words) {
        readyNotes.add(words);
    }

    String readyNotes() {
        return readyNotes.stream()
                .map(words -> PluginValue.of("a ready note", words))
                .filter(words -> words != null && !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            LoadedEndpoint endpoint = started.pop();
            try (var loader = new ContextLoader(endpoint.loader());
                    var slowness = new SlowClose(endpoint.label())) {
                endpoint.endpoint().close();
            } catch (Throwable thrown) {
                // Also errors: the other endpoints are to be closed all the same.
                LOG.warn("{} failed to close: {}", endpoint.label(), PluginFailure.inService(thrown));
                LOG.debug("{} failed to close", endpoint.label(), thrown);
            }
        }
    }
}
