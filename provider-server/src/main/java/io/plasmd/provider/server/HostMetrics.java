package io.plasmd.provider.server;

import io.plasmd.provider.api.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of the server and their values of this moment. */
final class HostMetrics implements Metrics {
    private final Map<String, Supplier<@Nullable Object>> metrics = new LinkedHashMap<>();

    @Override
    public synchronized Counter counter(String name, String help, String... labelNames) {
        List.of(labelNames).forEach(Names::requireSnakeCase);
        var counter = new LabelledCounter(labelNames.length);
        register(name, counter::value);
        return counter;
    }

    @Override
    public synchronized void gauge(String name, String help, DoubleSupplier value) {
        register(name, () -> number(value.getAsDouble()));
    }

    private void register(String name, Supplier<@Nullable Object> value) {
        Names.requireSnakeCase(name);
        if (metrics.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("there is a metric named " + name + " already");
        }
    }

    /** By name: a number, or a map from label values (joined by commas) to numbers. */
    synchronized Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        metrics.forEach((name, value) -> values.put(name, PluginValue.of("metric " + name, value)));
        return values;
    }

    private static @Nullable Object number(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return value == Math.rint(value) ? (Object) (long) value : (Object) value;
    }

    private static final class LabelledCounter implements Counter {
        private final int labels;
        private final LongAdder total = new LongAdder();
        private final Map<String, LongAdder> byLabel = new ConcurrentHashMap<>();

        private LabelledCounter(int labels) {
            this.labels = labels;
        }

        @Override
        public void add(long amount, String... labelValues) {
            if (amount < 0 || labelValues.length != labels) {
                throw new IllegalArgumentException("add(" + amount + ", " + String.join(",", labelValues)
                        + "): expected" + " an amount that is not negative and " + labels + " label values");
            }
            LongAdder adder =
                    labels == 0 ? total : byLabel.computeIfAbsent(String.join(",", labelValues), k -> new LongAdder());
            adder.add(amount);
        }

        private Object value() {
            if (labels == 0) {
                return total.sum();
            }
            Map<String, Long> values = new TreeMap<>();
            byLabel.forEach((label, adder) -> values.put(label, adder.sum()));
            return values;
        }
    }
}
