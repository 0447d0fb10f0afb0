package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory has one server. */
final class DataLockTest {
    @TempDir
    private Path scratch;

    @Test
    void aSecondServerIsRefusedInOneLineUntilTheFirstHasStopped() throws Exception {
        Map<String, String> settings = Map.of("provider.data", scratch.toString());
        try (var first = RunningProvider.start(settings)) {
            first.get("/metrics").close();
            var refused = assertThrows(StartException.class, () -> RunningProvider.start(settings));
            assertEquals(
                    "another server (process " + ProcessHandle.current().pid() + ") uses the data directory " + scratch
                            + ". Stop it, or give this one a directory of its own with --data.",
                    refused.getMessage());
            assertEquals(ExitStatus.FAILED, refused.status());
        }
        RunningProvider.start(settings).close();
    }
}
