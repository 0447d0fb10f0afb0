package io.plasmd.provider.health;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** Throughput and downloads of the last minutes. */
final class TrafficSection {
    private TrafficSection() {}

    static void write(Html html, PageModel model) {
        html.open("section", "class", "traffic", "aria-labelledby", "traffic").line();
        html.element("h2", "Last five minutes", "id", "traffic").line();
        List<Sample> samples = model.samples();
        plot(
                html,
                new Chart(samples, model.now(), Sample::bytesPerSecond, 120, false),
                "Throughput",
                Units.rate(now(samples, Sample::bytesPerSecond)),
                Chart.niceBytes(peak(samples, Sample::bytesPerSecond)),
                Units::rate,
                Units.rate(peak(samples, Sample::bytesPerSecond)));
        plot(
                html,
                new Chart(samples, model.now(), Sample::activeDownloads, 60, true),
                "Downloads at a time",
                Units.count(model.metrics().number("active_downloads")),
                Chart.niceCount(peak(samples, Sample::activeDownloads)),
                top -> Units.count((long) top),
                Units.count((long) peak(samples, Sample::activeDownloads)));
        html.open("p", "class", "axis").element("span", "5 min ago").element("span", "now");
        html.close().close().line();
    }

    private static void plot(
            Html html, Chart chart, String title, String now, double top, DoubleFunction<String> unit, String peak) {
        html.open("figure").open("figcaption");
        html.element("span", title, "class", "label").element("strong", now);
        html.element("span", "highest " + peak, "class", "muted").close();
        chart.write(html, top, title + " of the last five minutes: now " + now + ", highest " + peak);
        html.element("span", unit.apply(top), "class", "scale", "aria-hidden", "true");
        html.close().line();
    }

    private static double now(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.isEmpty() ? 0 : value.applyAsDouble(samples.getLast());
    }

    private static double peak(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).max().orElse(0);
    }
}
