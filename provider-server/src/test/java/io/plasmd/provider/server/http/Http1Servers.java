package io.plasmd.provider.server.http;

import io.plasmd.provider.server.PluginSource;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.net.SocketFactory;

/** A server that answers over HTTP and HTTPS: /sample by "fine", /unmodified by 304, /large by a mebibyte. */
final class Http1Servers implements AutoCloseable {
    static final int LARGE = 1024 * 1024;
    static final String GOOD = "GET /sample HTTP/1.1\r\nHost: x\r\n\r\n";
    static final String LAST = "GET /sample HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static final String SERVLETS = """
            context.mount("/sample", on((request, response) -> response.getWriter().print("fine")));
            context.mount("/unmodified", on((request, response) -> response.setStatus(304)));
            context.mount("/large", on((request, response) -> {
                response.setContentLength(LARGE);
                response.getOutputStream().write(new byte[LARGE]);
            }));
            """.replace("LARGE", String.valueOf(LARGE));

    private final RunningProvider provider;
    private final Map<String, SocketFactory> sockets;

    Http1Servers(Path scratch) throws Exception {
        Path plugins = scratch.resolve("plugins");
        PluginSource.named("sample").start(SERVLETS).jar().writeTo(plugins.resolve("sample.jar"));
        var authority = new TestAuthority(scratch);
        authority.install(authority.issue("boot server"));
        Map<String, String> settings = authority.settings();
        settings.put("provider.plugins", plugins.toString());
        settings.put("provider.log.level", "error");
        provider = RunningProvider.start(settings);
        sockets = Map.of(
                "http", SocketFactory.getDefault(), "https", authority.client().sslSocketFactory());
    }

    /** A connection by one of the two schemes. */
    Http1Wire connect(String scheme) throws IOException {
        return new Http1Wire(
                Objects.requireNonNull(sockets.get(scheme)),
                scheme.equals("http") ? provider.port() : provider.port(scheme));
    }

    RunningProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        provider.close();
    }
}
