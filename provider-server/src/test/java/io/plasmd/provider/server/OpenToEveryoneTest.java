package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decides which code runs belongs to the operator alone; a warning where everyone can write it. */
final class OpenToEveryoneTest {
    @TempDir
    private Path scratch;

    private Path plugins;
    private Path jar;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        plugins = Files.createDirectories(scratch.resolve("lib/plugins"));
        jar = plugins.resolve("sample.jar");
        PluginSource.named("sample").jar().writeTo(jar);
        file = Texts.write(scratch.resolve("provider.conf"), "");
    }

    private String log() {
        try (var log = new CapturedLog();
                var preparation = Preparation.of(
                        new Layers()
                                .file(file)
                                .option("provider.plugins", plugins.toString())
                                .sources(),
                        null)) {
            assertEquals(java.util.List.of(), preparation.problems());
            return log.text();
        }
    }

    private void assertWarned(Path path, String what) throws IOException {
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxrwxrwx" : "rw-rw-rw-"));
        String log = log();
        assertEquals(
                1,
                log.lines()
                        .filter(line -> line.contains(" WARN ")
                                && line.endsWith("everyone can write " + path + ", and so decide " + what
                                        + "; to mend that: chmod o-w " + path))
                        .count(),
                log);
        assertEquals(1, log.lines().count(), log);
    }

    @Test
    void nothingIsSaidWhereOnlyTheOwnerCan() {
        assertFalse(log().contains("everyone"), log());
    }

    @Test
    void thePluginsDirectoryIsNamed() throws IOException {
        assertWarned(plugins, "which plugins run in this server");
    }

    @Test
    void aJarIsNamed() throws IOException {
        assertWarned(jar, "which plugins run in this server");
    }

    @Test
    void aDirectoryAboveThemIsNamed() throws IOException {
        assertWarned(scratch.resolve("lib"), "which plugins run in this server");
    }

    @Test
    void theConfigurationFileIsNamed() throws IOException {
        assertWarned(file, "how this server is configured");
    }

    @Test
    void aJarBehindALinkIsNamedByWhereItIs() throws IOException {
        Path elsewhere = Files.createDirectories(scratch.resolve("elsewhere"));
        Files.move(jar, elsewhere.resolve("sample.jar"));
        Files.createSymbolicLink(jar, elsewhere.resolve("sample.jar"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
        String log = log();
        assertEquals(
                1,
                log.lines()
                        .filter(line -> line.contains("everyone can write " + elsewhere + ","))
                        .count(),
                log);
    }
}
