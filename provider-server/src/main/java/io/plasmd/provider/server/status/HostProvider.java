package io.plasmd.provider.server.status;

import com.typesafe.config.Config;
import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import io.plasmd.provider.api.Table;
import io.plasmd.provider.server.plugin.PluginValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server as the endpoints see it, and where they add to it. */
public final class HostProvider implements Provider {
    private static final Table UNKNOWN = new Table(List.of(), List.of(), "It cannot be told just now; see the log.");

    private final Config config;
    private final String version;
    private final Map<String, HealthCheck> healthChecks = new LinkedHashMap<>();
    private final Map<String, Supplier<Table>> sections = new LinkedHashMap<>();
    private final StatusFields statusFields = new StatusFields();
    private final HostMetrics metrics = new HostMetrics();
    private final List<Plugin> plugins = new CopyOnWriteArrayList<>();
    private volatile Phase phase = Phase.STARTING;

    public HostProvider(Config config, String version) {
        this.version = version;
        this.config = config.getConfig("provider");
        // First, so that no endpoint can take the place.
        statusFields.add("metrics", metrics::values);
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public String name() {
        return config.getString("name");
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Instant startedAt() {
        return ProcessStart.instant();
    }

    @Override
    public Phase phase() {
        return phase;
    }

    public void enter(Phase next) {
        phase = next;
    }

    @Override
    public List<Plugin> plugins() {
        return List.copyOf(plugins);
    }

    public void addPlugin(Plugin plugin) {
        plugins.add(plugin);
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return Collections.unmodifiableMap(healthChecks);
    }

    public void addHealthCheck(String checkName, HealthCheck check) {
        Names.requireSnakeCase(checkName);
        if (healthChecks.putIfAbsent(checkName, check) != null) {
            throw new IllegalArgumentException("there is a health check named " + checkName + " already");
        }
    }

    @Override
    public Map<String, Supplier<Table>> sections() {
        return Collections.unmodifiableMap(sections);
    }

    public void addSection(String title, Supplier<Table> table) {
        Supplier<Table> guarded = () -> {
            Table told = PluginValue.of("the section " + title, table);
            return told == null ? UNKNOWN : told;
        };
        if (sections.putIfAbsent(title, guarded) != null) {
            throw new IllegalArgumentException("there is a section titled " + title + " already");
        }
    }

    @Override
    public Map<String, @Nullable Object> status() {
        return statusFields.values();
    }

    @Override
    public @Nullable Object metric(String metricName) {
        return metrics.value(metricName);
    }

    public StatusFields statusFields() {
        return statusFields;
    }

    public HostMetrics metrics() {
        return metrics;
    }
}
