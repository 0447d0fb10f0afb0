package io.plasmd.provider.server.status;

import io.plasmd.provider.api.Metrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How observations spread over fixed buckets. */
public final class BucketHistogram implements Metrics.Histogram, HostMetrics.Metric {
    private final String name;
    private final String help;
    private final double[] upperBounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    BucketHistogram(String name, String help, double... upperBounds) {
        for (int i = 0; i < upperBounds.length; i++) {
            // One without a bound is added below, and two of them are none that Prometheus takes.
            if (!Double.isFinite(upperBounds[i]) || (i > 0 && upperBounds[i] <= upperBounds[i - 1])) {
                throw new IllegalArgumentException("the bounds " + Arrays.toString(upperBounds) + " of " + name
                        + " are not in order: expected numbers, each larger than the one before");
            }
        }
        this.name = name;
        this.help = help;
        this.upperBounds = Arrays.copyOf(upperBounds, upperBounds.length + 1);
        this.upperBounds[upperBounds.length] = Double.POSITIVE_INFINITY;
        this.counts = new LongAdder[this.upperBounds.length];
        Arrays.setAll(counts, i -> new LongAdder());
    }

    @Override
    public void observe(double value) {
        if (Double.isNaN(value)) {
            // The sum would be none from then on.
            return;
        }
        int bucket = 0;
        while (value > upperBounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(value);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String help() {
        return help;
    }

    double[] upperBounds() {
        return upperBounds.clone();
    }

    /** Of each bucket for itself, not cumulative. */
    long[] counts() {
        return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
    }

    double sum() {
        return sum.sum();
    }

    @Override
    public Object value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("count", Arrays.stream(counts()).sum());
        value.put("sum", sum());
        return value;
    }
}
