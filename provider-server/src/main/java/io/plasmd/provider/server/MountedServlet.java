package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.plugin.ContextLoader;
import io.plasmd.provider.server.plugin.PluginFailure;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.QuietException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint's servlet, called with the endpoint's class loader as the context class loader. */
final class MountedServlet implements Servlet {
    private static final Logger LOG = LoggerFactory.getLogger(MountedServlet.class);

    private final Mounts.Mounted mount;
    private final Consumer<Problem> problems;

    /**
     * A servlet to be given to Jetty.
     *
     * @param problems told when it cannot be initialized
     */
    MountedServlet(Mounts.Mounted mount, Consumer<Problem> problems) {
        this.mount = mount;
        this.problems = problems;
    }

    private ContextLoader contextLoader() {
        return new ContextLoader(mount.endpoint().loader());
    }

    @Override
    public void init(ServletConfig config) {
        try (var loader = contextLoader()) {
            mount.servlet().init(config);
        } catch (Throwable thrown) {
            // Not thrown on: Jetty would log it with a stack trace, and the others would not get their turn.
            PluginFailure.rethrowIfFatal(thrown);
            problems.accept(PluginFailure.in(
                    mount.endpoint().label(), "start", "the servlet of \"" + mount.path() + "\": ", thrown));
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        try (var loader = contextLoader()) {
            mount.servlet().service(request, response);
        } catch (Throwable thrown) {
            PluginFailure.rethrowIfFatal(thrown);
            // A client that has gone, a request that cannot be decoded, a servlet that is off: Jetty knows what to do.
            if (thrown instanceof QuietException || thrown instanceof HttpException) {
                throw thrown;
            }
            LOG.warn(
                    "{} failed to answer {}: {}",
                    mount.endpoint().label(),
                    mount.path().isEmpty() ? "/" : mount.path(),
                    PluginFailure.inService(thrown));
            LOG.debug("{} failed", mount.endpoint().label(), thrown);
            // Jetty answers 500, or cuts the connection where the answer has begun; it logs a quiet one only at debug.
            throw new QuietException.RuntimeException(thrown);
        }
    }

    @Override
    public void destroy() {
        try (var loader = contextLoader()) {
            mount.servlet().destroy();
        }
    }

    @Override
    public ServletConfig getServletConfig() {
        return mount.servlet().getServletConfig();
    }

    @Override
    public String getServletInfo() {
        return mount.servlet().getServletInfo();
    }
}
