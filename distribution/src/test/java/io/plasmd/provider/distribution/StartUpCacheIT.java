package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start-up cache is used; where it cannot be, the start is slower, and nothing else. */
final class StartUpCacheIT {
    private static final String CACHE_OR_FAIL = "-XX:AOTMode=on";

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;

    @BeforeEach
    void unpack() throws Exception {
        install = Tarball.unpack(directory);
    }

    @Test
    void isUsedAsUnpacked() throws Exception {
        assertRuns(CACHE_OR_FAIL);
    }

    @Test
    void isUsedOnAnOlderProcessor() throws Exception {
        if (Tarball.architecture().equals("x86_64")) {
            assertRuns(CACHE_OR_FAIL + " -XX:UseSSE=2 -XX:UseAVX=0");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void isLeftUnusedWithoutAWordWhereTheJarHasAnotherTime(long seconds) throws Exception {
        Path jar = install.home().resolve("lib/provider.jar");
        Instant packaged = Files.getLastModifiedTime(jar).toInstant();
        Files.setLastModifiedTime(jar, FileTime.from(packaged.plusSeconds(seconds)));
        assertUnused();
    }

    @Test
    void isLeftUnusedWithoutAWordWhereItIsDamaged() throws Exception {
        Samples.write(install.cache(), 1 << 20);
        assertUnused();
    }

    @Test
    void mayBeMissing() throws Exception {
        Files.delete(install.cache());
        assertRuns("");
    }

    @Test
    void isNoHindranceToOtherOptions() throws Exception {
        assertRuns("-XX:-UseCompactObjectHeaders");
        assertRuns("-XX:-UseSerialGC -XX:+UseZGC -Xmx1g");
    }

    @Test
    void theDefaultsBesideItAreThoseInTheJar() throws Exception {
        String beside = configuration();
        Files.delete(install.cache());
        assertEquals(configuration(), beside);
    }

    private String configuration() throws Exception {
        try (RunningProcess run = launch().start("config")) {
            assertEquals(0, run.status(), run.err());
            return run.out();
        }
    }

    private void assertUnused() throws Exception {
        assertRuns("");
        try (RunningProcess run = launch().javaOptions(CACHE_OR_FAIL).start("--version")) {
            assertNotEquals(0, run.status());
        }
    }

    private void assertRuns(String javaOptions) throws Exception {
        try (RunningProcess run = launch().javaOptions(javaOptions).start("--version")) {
            assertEquals(0, run.status(), run.out());
            assertTrue(run.out().startsWith("provider " + Tarball.version() + " (Java 25"), run.out());
            assertEquals("", run.err());
        }
    }

    private Launch launch() {
        return Launch.of(install, scratch);
    }
}
