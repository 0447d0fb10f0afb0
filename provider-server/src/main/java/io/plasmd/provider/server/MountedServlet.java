package io.plasmd.provider.server;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.function.Consumer;

/** An endpoint's servlet, called with the endpoint's class loader as the context class loader. */
final class MountedServlet implements Servlet {
    private final Mounts.Mount mount;
    private final Consumer<Problem> problems;

    /**
     * A servlet to be given to Jetty.
     *
     * @param problems told when it cannot be initialized
     */
    MountedServlet(Mounts.Mount mount, Consumer<Problem> problems) {
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
