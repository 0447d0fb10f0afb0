package io.plasmd.provider.server;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** An endpoint's servlet, called with the endpoint's class loader as the context class loader. */
final class MountedServlet implements Servlet {
    private final Mounts.Mount mount;

    MountedServlet(Mounts.Mount mount) {
        this.mount = mount;
    }

    private ContextLoader contextLoader() {
        return new ContextLoader(mount.endpoint().loader());
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        try (var loader = contextLoader()) {
            mount.servlet().init(config);
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
