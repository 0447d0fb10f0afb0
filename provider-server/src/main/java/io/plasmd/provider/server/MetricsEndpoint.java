package io.plasmd.provider.server;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The endpoint {@code /metrics}. The host makes it itself: the metrics are its own. */
final class MetricsEndpoint implements Endpoint {
    static final String NAME = "metrics";

    private final HostMetrics metrics;

    MetricsEndpoint(HostMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(EndpointContext context) {
        ProcessMetrics.register(metrics);
        Map<String, String> build = build();
        metrics.info("build_info", "Always 1; the labels say which version is running, of which source.", build);
        context.addStatus("provider.build", () -> build);
        context.mount("/metrics", new MetricsServlet(metrics, context));
    }

    @Override
    public void close() {
        // It holds nothing.
    }

    private static Map<String, String> build() {
        Map<String, String> build = new LinkedHashMap<>();
        build.put("version", Version.current());
        build.put("commit", Version.commit());
        build.put("commit_time", Version.commitTime());
        // The holes of the runtime are the product's: whoever asks for one wants to know which it is.
        build.put("java", Runtime.version().toString());
        return build;
    }

    private static final class MetricsServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient HostMetrics metrics;
        private final transient EndpointContext context;

        private MetricsServlet(HostMetrics metrics, EndpointContext context) {
            this.metrics = metrics;
            this.context = context;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("Content-Type", MetricsExposition.CONTENT_TYPE);
            response.setHeader("Cache-Control", "no-store");
            context.send(response, MetricsExposition.render(metrics));
        }
    }
}
