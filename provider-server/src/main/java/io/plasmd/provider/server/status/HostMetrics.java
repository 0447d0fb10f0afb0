package io.plasmd.provider.server.status;

import io.plasmd.provider.api.Metrics;
import io.plasmd.provider.server.plugin.PluginValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the server. What is counted while requests run is kept in plain numbers; the Prometheus library comes
 * in, and is loaded, only when somebody asks for {@code /metrics}.
 */
public final class HostMetrics implements Metrics {
    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    /** One registered metric. */
    sealed interface Metric permits LabelledCounter, GaugeMetric, InfoMetric, BucketHistogram {
        String name();

        String help();

        /** For {@code /status}: a number or, by label value, several. */
        @Nullable
        Object value();
    }

    /**
     * Numbers that go up and down.
     *
     * @param label the label that tells them apart; empty for a single one, under the empty label value
     */
    record GaugeMetric(String name, String help, String label, Supplier<? extends Map<String, ? extends Number>> values)
            implements Metric {
        @Override
        public @Nullable Object value() {
            Map<String, ? extends Number> now = values.get();
            return label.isEmpty() ? finite(now.get("")) : now;
        }

        private static @Nullable Object finite(@Nullable Number number) {
            if (number == null || !Double.isFinite(number.doubleValue())) {
                return null;
            }
            double value = number.doubleValue();
            return value == Math.rint(value) ? (Object) (long) value : (Object) value;
        }
    }

    /** Always 1: what there is to say is in the labels. */
    record InfoMetric(String name, String help, Map<String, String> labels) implements Metric {
        @Override
        public Object value() {
            return labels;
        }
    }

    @Override
    public LabelledCounter counter(String name, String help, String... labelNames) {
        List.of(labelNames).forEach(Names::requireSnakeCase);
        return register(new LabelledCounter(name, help, List.of(labelNames)));
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value) {
        register(new GaugeMetric(name, help, "", () -> Map.of("", value.getAsDouble())));
    }

    @Override
    public void gauges(
            String name, String help, String labelName, Supplier<? extends Map<String, ? extends Number>> values) {
        register(new GaugeMetric(name, help, Names.requireSnakeCase(labelName), values));
    }

    void info(String name, String help, Map<String, String> labels) {
        labels.keySet().forEach(Names::requireSnakeCase);
        register(new InfoMetric(name, help, labels));
    }

    @Override
    public BucketHistogram histogram(String name, String help, double... upperBounds) {
        return register(new BucketHistogram(name, help, upperBounds));
    }

    private synchronized <M extends Metric> M register(M metric) {
        Names.requireSnakeCase(metric.name());
        if (metrics.putIfAbsent(metric.name(), metric) != null) {
            throw new IllegalArgumentException("there is a metric named " + metric.name() + " already");
        }
        return metric;
    }

    synchronized List<Metric> all() {
        return List.copyOf(metrics.values());
    }

    synchronized @Nullable Object value(String name) {
        Metric metric = metrics.get(name);
        return metric == null ? null : PluginValue.of("metric " + name, metric::value);
    }

    /** By name: a number, or a map from the values of the first label to numbers. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Metric metric : all()) {
            values.put(metric.name(), PluginValue.of("metric " + metric.name(), metric::value));
        }
        return values;
    }
}
