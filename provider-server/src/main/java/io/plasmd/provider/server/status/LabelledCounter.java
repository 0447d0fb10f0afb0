package io.plasmd.provider.server.status;

import io.plasmd.provider.api.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counter that many threads add to. */
public final class LabelledCounter implements Metrics.Counter, HostMetrics.Metric {
    private final String name;
    private final String help;
    private final List<String> labelNames;
    private final Map<List<String>, LongAdder> sums = new ConcurrentHashMap<>();

    LabelledCounter(String name, String help, List<String> labelNames) {
        this.name = name;
        this.help = help;
        this.labelNames = labelNames;
        if (labelNames.isEmpty()) {
            // Shows as zero before the first event, so that a rate can be told from the first scrape on.
            sums.put(List.of(), new LongAdder());
        }
    }

    @Override
    public void add(long amount, String... labelValues) {
        if (amount < 0 || labelValues.length != labelNames.size()) {
            throw new IllegalArgumentException("add(" + amount + ", " + String.join(",", labelValues)
                    + "): expected an amount that is not negative and a value for each label of " + labelNames);
        }
        sums.computeIfAbsent(List.of(labelValues), k -> new LongAdder()).add(amount);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String help() {
        return help;
    }

    List<String> labelNames() {
        return labelNames;
    }

    public long sum(String... labelValues) {
        LongAdder sum = sums.get(List.of(labelValues));
        return sum == null ? 0 : sum.sum();
    }

    /** By label values. */
    Map<List<String>, Long> sums() {
        Map<List<String>, Long> now = new ConcurrentHashMap<>();
        sums.forEach((labels, sum) -> now.put(labels, sum.sum()));
        return now;
    }

    @Override
    public Object value() {
        if (labelNames.isEmpty()) {
            return sums.getOrDefault(List.of(), new LongAdder()).sum();
        }
        Map<String, Long> byFirstLabel = new TreeMap<>();
        sums.forEach((labels, sum) -> byFirstLabel.merge(labels.getFirst(), sum.sum(), Long::sum));
        return byFirstLabel;
    }
}
