package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandIT {
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
    void printsItsVersion() throws Exception {
        try (RunningProcess run = launch().start("--version")) {
            assertEquals(0, run.status());
            assertTrue(run.out().startsWith("provider " + Tarball.version() + " (Java 25"), run.out());
            assertTrue(run.out().contains("\ncommit "), run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void printsItsHelp() throws Exception {
        try (RunningProcess run = launch().start("--help")) {
            assertEquals(0, run.status());
            assertTrue(run.out().contains("serve"), run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void aWrongOptionIsWrongUsage() throws Exception {
        try (RunningProcess run = launch().start("serve", "--prot", "80")) {
            assertEquals(2, run.status());
            assertEquals("", run.out());
            assertTrue(run.err().contains("--prot"), run.err());
        }
    }

    @Test
    void argumentsReachTheCommandAsTheyAre() throws Exception {
        try (RunningProcess run = launch().start("config", "--config", "no such * $HOME")) {
            assertEquals(2, run.status());
            assertTrue(run.err().contains("no such * $HOME"), run.err());
        }
    }

    @Test
    void optionsForTheJavaOfTheMachineAreNotTaken() throws Exception {
        Launch launch = launch().with("JAVA_TOOL_OPTIONS", "-javaagent:/no/agent.jar")
                .with("JDK_JAVA_OPTIONS", "-Xmx1")
                .with("_JAVA_OPTIONS", "-Xmx1")
                .with("JAVA_HOME", "/no/java")
                .with("CLASSPATH", "/no/classes");
        try (RunningProcess run = launch.start("--version")) {
            assertEquals(0, run.status());
            assertEquals("", run.err());
        }
    }

    @Test
    void severalJavaOptionsCanBeGiven() throws Exception {
        Launch launch = launch().javaOptions("-Xlog:disable -XX:+PrintCommandLineFlags -Xmx96m");
        try (RunningProcess run = launch.start("--version")) {
            assertEquals(0, run.status());
            assertTrue((run.out() + run.err()).contains("-XX:MaxHeapSize=" + (96 << 20)), run.out());
        }
    }

    @Test
    void aMissingRuntimeIsOneClearMessage() throws Exception {
        Path home = Files.createDirectory(scratch.resolve("half"));
        Path launcher = Files.copy(
                install.launcher(), Files.createDirectory(home.resolve("bin")).resolve("provider"));
        try (RunningProcess run = launch().by(launcher.toString()).start("--version")) {
            assertEquals(1, run.status());
            assertEquals("", run.out());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("provider: no Java runtime at " + home.toRealPath()), run.err());
        }
    }

    @Test
    void theRuntimeHasNothingThatIsNotNeeded() throws Exception {
        Path java = install.runtime().resolve("bin/java");
        String modules = Program.run(scratch, java.toString(), "--list-modules").output();
        assertTrue(modules.contains("java.base@25"), modules);
        for (String unwanted : new String[] {"jdk.jfr", "jdk.localedata", "java.desktop"}) {
            assertTrue(!modules.contains(unwanted), modules);
        }
    }

    private Launch launch() {
        return Launch.of(install, scratch);
    }
}
