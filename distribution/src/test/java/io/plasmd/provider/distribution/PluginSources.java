package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Makes plugins with the JDK that runs the tests, against the install that they are for. */
final class PluginSources {
    private PluginSources() {}

    /**
     * A directory of plugins, with one in it that does something at its start.
     *
     * @param statement of Java, in which names are written out
     */
    static Path pluginThat(String statement, Install install, Path scratch) throws Exception {
        Path source = Files.writeString(scratch.resolve("Sample.java"), """
                package zoo;

                public final class Sample implements io.plasmd.provider.api.Endpoint {
                    public int spiVersion() { return SPI_VERSION; }

                    public String name() { return "sample"; }

                    public void start(io.plasmd.provider.api.EndpointContext context) throws Exception {
                        %s
                    }

                    public void close() {}
                }
                """.formatted(statement));
        Path classes = Files.createDirectories(scratch.resolve("classes"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.plasmd.provider.api.Endpoint"), "zoo.Sample\n");
        run(
                "javac",
                "-cp",
                install.home().resolve("lib/provider.jar").toString(),
                "-d",
                classes.toString(),
                source.toString());
        Path plugins = Files.createDirectories(scratch.resolve("plugins"));
        run("jar", "--create", "--file", plugins.resolve("sample.jar").toString(), "-C", classes.toString(), ".");
        return plugins;
    }

    private static void run(String tool, String... arguments) {
        assertEquals(0, ToolProvider.findFirst(tool).orElseThrow().run(System.err, System.err, arguments), tool);
    }
}
