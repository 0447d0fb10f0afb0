package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins find of Java in the runtime that is packed. */
final class RuntimeModulesIT {
    /** One class of each module that is there for plugins alone. */
    private static final String ORDINARY = """
            java.util.logging.Logger.getLogger("sample").fine("over java.util.logging");
            java.sql.DriverManager.getDrivers();
            new javax.naming.CompositeName("cn=sample");
            javax.security.sasl.Sasl.getSaslClientFactories();
            java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                    .getProcessCpuTime();
            java.util.Objects.requireNonNull(java.lang.instrument.ClassFileTransformer.class.getName());
            java.util.Objects.requireNonNull(javax.transaction.xa.XAResource.class.getName());
            """;

    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @Test
    void whatOrdinaryLibrariesNeedIsThere() throws Exception {
        Path plugins = PluginSources.pluginThat(ORDINARY, install, scratch);
        try (RunningProcess server =
                Launch.of(install, scratch).serve(Samples.in(scratch), "--plugins", plugins.toString())) {
            assertTrue(server.isAlive(), server.err());
        }
    }

    @Test
    void aModuleThatIsMissedIsNamed() throws Exception {
        Path plugins = PluginSources.pluginThat("new java.awt.Point(1, 2);", install, scratch);
        for (String command : List.of("check", "serve")) {
            try (RunningProcess run = Launch.of(install, scratch)
                    .start(
                            command,
                            "--port",
                            "0",
                            "--artifacts",
                            Samples.in(scratch).toString(),
                            "--data",
                            scratch.resolve("data").toString(),
                            "--plugins",
                            plugins.toString())) {
                assertEquals(2, run.status(), run.err());
                String said = run.out() + run.err();
                assertTrue(
                        said.contains(
                                "sample.jar failed in phase start: the runtime lacks module java.desktop, which has"
                                        + " the class java.awt.Point."),
                        said);
            }
        }
    }

    @Test
    void aModuleThatIsMissedOnlyInServiceIsNamedInTheLog() throws Exception {
        Path plugins = PluginSources.pluginThat("""
                context.addStatus("sample.point", () -> new java.awt.Point(1, 2).toString());
                context.mount("/point", new jakarta.servlet.http.HttpServlet() {
                    protected void doGet(
                            jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) {
                        new java.awt.Point(1, 2);
                    }
                });
                """, install, scratch);
        try (RunningProcess server =
                Launch.of(install, scratch).serve(Samples.in(scratch), "--plugins", plugins.toString())) {
            for (String path : List.of("/status", "/point")) {
                Http.get(server, path).close();
            }
            for (String failed : List.of("status field sample.point cannot be told: ", "failed to answer /point: ")) {
                Await.until(
                        "the log has: " + failed,
                        () -> server.err().contains(failed + "the runtime lacks module java.desktop, which has"));
            }
        }
    }
}
