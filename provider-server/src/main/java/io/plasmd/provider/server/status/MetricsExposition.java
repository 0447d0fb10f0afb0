package io.plasmd.provider.server.status;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Hands the metrics to the Prometheus library, which writes them. */
final class MetricsExposition {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String PREFIX = "provider_";
    private static final String TOTAL = "_total";

    private MetricsExposition() {}

    static byte[] render(HostMetrics metrics) throws IOException {
        var snapshots = MetricSnapshots.builder();
        metrics.all().forEach(metric -> snapshots.metricSnapshot(snapshot(metric)));
        var out = new ByteArrayOutputStream(8192);
        PrometheusTextFormatWriter.create().write(out, snapshots.build(), EscapingScheme.DEFAULT);
        return out.toByteArray();
    }

    private static MetricSnapshot snapshot(HostMetrics.Metric metric) {
        return switch (metric) {
            case LabelledCounter counter -> counter(counter);
            case HostMetrics.GaugeMetric gauge -> gauge(gauge);
            case HostMetrics.InfoMetric info -> info(info);
            case BucketHistogram histogram -> histogram(histogram);
        };
    }

    /** What the operating system and the JVM say of the process has names that dashboards know, without the product's. */
    private static String prefixed(String name) {
        return name.startsWith("process_") || name.startsWith("jvm_") ? name : PREFIX + name;
    }

    private static MetricSnapshot counter(LabelledCounter counter) {
        String name = prefixed(counter.name());
        var snapshot = CounterSnapshot.builder()
                // The library adds the suffix of its own accord.
                .name(name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name)
                .help(counter.help());
        counter.sums()
                .forEach((values, sum) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of(counter.labelNames(), values))
                        .value(sum)
                        .build()));
        return snapshot.build();
    }

    private static MetricSnapshot gauge(HostMetrics.GaugeMetric gauge) {
        var snapshot = GaugeSnapshot.builder().name(prefixed(gauge.name())).help(gauge.help());
        gauge.values()
                .get()
                .forEach((label, value) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(gauge.label().isEmpty() ? Labels.EMPTY : Labels.of(gauge.label(), label))
                        .value(value.doubleValue())
                        .build()));
        return snapshot.build();
    }

    /** As a gauge: its name need not end in _info then, which the library would take off. */
    private static MetricSnapshot info(HostMetrics.InfoMetric info) {
        return GaugeSnapshot.builder()
                .name(prefixed(info.name()))
                .help(info.help())
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(
                                List.copyOf(info.labels().keySet()),
                                List.copyOf(info.labels().values())))
                        .value(1)
                        .build())
                .build();
    }

    private static MetricSnapshot histogram(BucketHistogram histogram) {
        return HistogramSnapshot.builder()
                .name(prefixed(histogram.name()))
                .help(histogram.help())
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(histogram.upperBounds(), histogram.counts()))
                        .sum(histogram.sum())
                        .build())
                .build();
    }
}
