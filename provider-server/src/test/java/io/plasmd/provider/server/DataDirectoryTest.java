package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server has remembered is believed only where nobody else can have written it. */
final class DataDirectoryTest {
    private static final int SOMEBODY = 12_345;

    @TempDir
    private Path scratch;

    private Path data;
    private Path plugins;

    @BeforeEach
    void writePlugin() {
        data = scratch.resolve("data");
        plugins = scratch.resolve("plugins");
        PluginSource.named("a")
                .start("Files.writeString(context.dataDirectory().resolve(\"memory\"), \"kept\");")
                .jar()
                .writeTo(plugins.resolve("a.jar"));
    }

    private void run() throws Exception {
        RunningProvider.start(Map.of("provider.plugins", plugins.toString(), "provider.data", data.toString()))
                .close();
    }

    private String refusal() {
        StartException refused = assertThrows(StartException.class, this::run);
        assertEquals(ExitStatus.WRONG_USAGE, refused.status());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("provider.data = \"" + data + "\": "), message);
        assertTrue(message.contains("--data"), message);
        return message;
    }

    private Trial trial() {
        return Trial.of(
                new Layers().option("provider.plugins", plugins.toString()).option("provider.data", data.toString()));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void giveAway(Path path) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files to somebody else");
        Files.setAttribute(path, "unix:uid", SOMEBODY);
    }

    @Test
    void whatIsMadeIsClosedToOthers() throws Exception {
        run();
        for (String name : List.of("", "state", "state/a")) {
            assertEquals("rwx------", mode(data.resolve(name)), name);
        }
        run();
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefused() throws Exception {
        giveAway(Files.createDirectory(data));
        String message = refusal();
        assertTrue(message.contains(data + " (owner uid " + SOMEBODY + ", mode 0755) does not belong to"), message);
        assertFalse(Files.exists(data.resolve("state")));
    }

    @Test
    void whatSomebodyElseHasPutBelowOneThatAllCanWriteIsRefused() throws Exception {
        Files.createDirectories(data.resolve("state/a"));
        setMode(data, "rwxrwxrwx");
        giveAway(data.resolve("state"));
        String message = refusal();
        assertTrue(message.contains(data.resolve("state") + " (owner uid " + SOMEBODY), message);
        assertEquals(message, trial().message());
    }

    @Test
    void oneThatOthersCanWriteIsRefused() throws Exception {
        run();
        setMode(data.resolve("state/a"), "rwxrwxr-x");
        String message = refusal();
        assertTrue(message.contains("mode 0775) can be written by others"), message);
        assertTrue(message.contains("chmod go-w " + data.resolve("state/a")), message);
        setMode(data.resolve("state/a"), "rwx------");
        run();
    }

    @Test
    void aLinkInItsPlaceIsRefused() throws Exception {
        Path elsewhere = Files.createDirectories(scratch.resolve("elsewhere/a"));
        Files.createDirectory(data);
        Files.createSymbolicLink(data.resolve("state"), elsewhere.getParent());
        String message = refusal();
        assertTrue(message.contains("is no directory"), message);
        assertEquals(message, trial().message());
        assertFalse(Files.exists(elsewhere.resolve("memory")));
    }

    /** As an emptyDir of Kubernetes is. */
    @Test
    void aVolumeThatAllCanWriteHoldsOneThatTheyCannot() throws Exception {
        Files.createDirectory(data);
        setMode(data, "rwxrwxrwx");
        try (var log = new CapturedLog()) {
            run();
            assertEquals(1, log.count("others can write to the data directory " + data), log.text());
            assertTrue(log.text().contains("--data " + data.resolve("provider")), log.text());
        }
        assertEquals("rwx------", mode(data.resolve("state")));
    }

    @Test
    void theNameOfTheDataDirectoryMayBeALink() throws Exception {
        Path real = Files.createDirectory(scratch.resolve("real"));
        Files.createSymbolicLink(data, real);
        run();
        assertEquals("kept", Files.readString(real.resolve("state/a/memory")));
    }

    @Test
    void aTrialLeavesNothingBehind() throws Exception {
        assertEquals(ExitStatus.DONE, trial().status(), trial().message());
        assertFalse(Files.exists(data));
    }

    @Test
    void rootTriesForTheUserThatTheDirectoryBelongsTo() throws Exception {
        Files.createDirectories(data.resolve("state/a"));
        for (String name : List.of("", "state", "state/a")) {
            giveAway(data.resolve(name));
        }
        assertEquals(ExitStatus.DONE, trial().status(), trial().message());
    }

    @Test
    void whatAPluginRememberedBeforeIsTakenOver() throws Exception {
        Path old = Files.createDirectories(data.resolve("a"));
        Files.writeString(old.resolve("older"), "kept too");
        run();
        assertEquals("kept too", Files.readString(data.resolve("state/a/older")));
        assertFalse(Files.exists(old));
    }

    @Test
    void whatOthersMayHaveWrittenIsNotTakenOver() throws Exception {
        Path old = Files.createDirectories(data.resolve("a"));
        Files.writeString(old.resolve("older"), "planted");
        setMode(old, "rwxrwxrwx");
        try (var log = new CapturedLog()) {
            run();
            assertEquals(1, log.count(old + " (owner "), log.text());
        }
        assertFalse(Files.exists(data.resolve("state/a/older")));
    }
}
