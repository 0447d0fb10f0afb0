package io.plasmd.provider.api;

import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Where metrics are registered. Names follow the Prometheus conventions: snake case, base units (seconds, bytes), and
 * {@code _total} at the end of a counter's name. Names are without the product's prefix: {@code requests_total} appears
 * as that in {@code /status}, where a counter with labels is shown by its first label, and as {@code
 * provider_requests_total} in {@code /metrics}.
 */
public interface Metrics {

    /** A number that only grows, or several of them told apart by label values. */
    interface Counter {

        /**
         * Adds to the counter. Cheap, and safe from any thread.
         *
         * @param amount not negative
         * @param labelValues one for each label name, in their order. Take them from a small fixed set, never from what
         *     a client sent: each new combination takes memory for as long as the server runs
         * @throws IllegalArgumentException where the amount is negative or the number of values is not that of the names
         */
        void add(long amount, String... labelValues);
    }

    /**
     * Registers a counter.
     *
     * @param name not registered before
     * @param help what it counts, one sentence
     * @param labelNames none, or the names of its labels
     * @return the counter, at zero
     * @throws IllegalArgumentException where the name is malformed or has been taken
     */
    Counter counter(String name, String help, String... labelNames);

    /** How often something took how much. */
    interface Histogram {

        /**
         * Adds an observation. Cheap, and safe from any thread.
         *
         * @param value in the unit of the name; NaN is passed over
         */
        void observe(double value);
    }

    /**
     * Registers a histogram.
     *
     * @param name not registered before, with the unit at its end ({@code boot_duration_seconds})
     * @param help what it measures, one sentence
     * @param upperBounds of the buckets, each larger than the one before; one without a bound comes on top
     * @return the histogram, without observations
     * @throws IllegalArgumentException where the name is malformed or has been taken, or the bounds are not in order
     */
    Histogram histogram(String name, String help, double... upperBounds);

    /**
     * Registers a number that goes up and down.
     *
     * @param name not registered before
     * @param help what it measures, one sentence
     * @param value asked whenever the metrics are read, by any thread; NaN where it is not known
     * @throws IllegalArgumentException where the name is malformed or has been taken
     */
    void gauge(String name, String help, DoubleSupplier value);

    /**
     * Registers several such numbers, told apart by one label.
     *
     * @param name not registered before
     * @param help what they measure, one sentence
     * @param labelName the name of the label
     * @param values asked whenever the metrics are read, by any thread: by label value, from a small fixed set
     * @throws IllegalArgumentException where a name is malformed or has been taken
     */
    void gauges(String name, String help, String labelName, Supplier<? extends Map<String, ? extends Number>> values);
}
