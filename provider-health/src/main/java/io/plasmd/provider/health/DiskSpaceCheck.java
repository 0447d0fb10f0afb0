package io.plasmd.provider.health;

import io.plasmd.provider.api.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the disk that the server writes to has room. */
final class DiskSpaceCheck implements HealthCheck {
    private final Path directory;
    private final long minFreeBytes;

    DiskSpaceCheck(Path directory, long minFreeBytes) {
        this.directory = directory.toAbsolutePath();
        this.minFreeBytes = minFreeBytes;
    }

    @Override
    public Result check() throws IOException {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        return free >= minFreeBytes
                ? Result.ok()
                : Result.failed(free + " bytes are free on the disk of " + directory + ", fewer than " + minFreeBytes);
    }
}
