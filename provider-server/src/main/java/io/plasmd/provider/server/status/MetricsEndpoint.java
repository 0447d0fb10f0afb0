package io.plasmd.provider.server.status;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** The endpoint {@code /metrics}. The host makes it itself: the metrics are its own. */
public final class MetricsEndpoint implements Endpoint {
    public static final String NAME = "metrics";

    private final HostMetrics metrics;
    private final Map<String, String> build;

    /** With what there is to say of the build that runs. */
    public MetricsEndpoint(HostMetrics metrics, Map<String, String> build) {
        this.metrics = metrics;
        this.build = build;
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
        metrics.info("build_info", "Always 1; the labels say which version is running, of which source.", build);
        context.addStatus("provider.build", () -> build);
        context.mount("/metrics", new MetricsServlet(metrics, context));
    }

    @Override
    public void close() {
        // It holds nothing.
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
