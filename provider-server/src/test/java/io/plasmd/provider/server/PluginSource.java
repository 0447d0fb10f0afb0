package io.plasmd.provider.server;

import java.nio.file.Path;

/** The source of an endpoint for a test: one class, {@code zoo.Sample}, whose parts a test replaces. */
final class PluginSource {
    private static final String TEMPLATE = """
            package zoo;
            import com.typesafe.config.*;
            import io.plasmd.provider.api.*;
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Sample implements Endpoint {
                EndpointContext context;
                @MEMBERS@
                public Sample() throws Exception { @CONSTRUCTOR@ }
                @Override public int spiVersion() { return @SPI@; }
                @Override public String name() { return @NAME@; }
                @Override public void start(EndpointContext context) throws Exception {
                    this.context = context;
                    @START@
                }
                @Override public void close() throws Exception { @CLOSE@ }
                static void note(String text) {
                    try {
                        Files.writeString(Path.of("@NOTES@"), text + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                interface Answer {
                    void to(HttpServletRequest request, HttpServletResponse response) throws Exception;
                }
                static HttpServlet on(Answer answer) {
                    return new HttpServlet() {
                        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws ServletException, IOException {
                            try {
                                answer.to(request, response);
                            } catch (IOException | ServletException | RuntimeException e) {
                                throw e;
                            } catch (Exception e) {
                                throw new ServletException(e);
                            }
                        }
                    };
                }
            }
            """;

    private final String text;

    private PluginSource(String text) {
        this.text = text;
    }

    /** An endpoint that does nothing. */
    static PluginSource named(String name) {
        return new PluginSource(TEMPLATE).nameExpression("\"" + name + "\"");
    }

    private PluginSource with(String part, String code) {
        return new PluginSource(text.replace("@" + part + "@", code));
    }

    PluginSource nameExpression(String code) {
        return with("NAME", code);
    }

    PluginSource constructor(String code) {
        return with("CONSTRUCTOR", code);
    }

    PluginSource spi(String code) {
        return with("SPI", code);
    }

    PluginSource start(String code) {
        return with("START", code);
    }

    PluginSource close(String code) {
        return with("CLOSE", code);
    }

    PluginSource members(String code) {
        return with("MEMBERS", code);
    }

    /** The file to which the endpoint's {@code note(String)} appends lines. */
    PluginSource notesTo(Path file) {
        return with("NOTES", file.toString());
    }

    /** Changes what the template has no place for. */
    PluginSource replace(String before, String after) {
        return new PluginSource(text.replace(before, after));
    }

    String text() {
        return spi("SPI_VERSION")
                .constructor("")
                .start("")
                .close("")
                .members("")
                .with("NOTES", "/dev/null")
                .text;
    }

    /** A jar of this endpoint alone. */
    PluginJar jar() {
        return new PluginJar().source("zoo.Sample", text()).service("zoo.Sample");
    }
}
