package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs commands as a person would type them. */
final class Shell {
    private Shell() {}

    /** What they print; fails where one of them does. */
    static String run(Path directory, String commands) throws Exception {
        Ended ended = end(directory, commands);
        assertEquals(0, ended.status(), commands + "\n" + ended.output());
        return ended.output();
    }

    /** What they print where one of them fails, as it should. */
    static String runInVain(Path directory, String commands) throws Exception {
        Ended ended = end(directory, commands);
        assertNotEquals(0, ended.status(), commands + "\n" + ended.output());
        return ended.output();
    }

    private record Ended(int status, String output) {}

    private static Ended end(Path directory, String commands) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-e", "-c", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
