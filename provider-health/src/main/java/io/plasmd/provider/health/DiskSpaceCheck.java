package io.plasmd.provider.health;

import com.typesafe.config.Config;
import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether the disks of the data and of the artifacts have room, in bytes and in inodes. */
final class DiskSpaceCheck implements HealthCheck {
    private static final String ARTIFACTS = "endpoints.artifacts.directory";

    private final List<Path> directories;
    private final long minFreeBytes;
    private final long minFreeInodes;

    DiskSpaceCheck(Provider provider, Config config) {
        List<Path> found = new ArrayList<>();
        found.add(Path.of(provider.config().getString("data")).toAbsolutePath());
        if (provider.config().hasPath(ARTIFACTS)) {
            found.add(Path.of(provider.config().getString(ARTIFACTS)).toAbsolutePath());
        }
        directories = List.copyOf(found);
        minFreeBytes = config.getBytes("disk-space.min-free");
        minFreeInodes = config.getLong("disk-space.min-free-inodes");
    }

    @Override
    public Result check() throws IOException {
        for (Path directory : directories) {
            Path existing = nearestExisting(directory);
            // Not Files.getFileStore(), which reads the list of all mounts.
            long freeBytes = existing.toFile().getUsableSpace();
            if (freeBytes < minFreeBytes && isWritten(existing)) {
                return Result.failed(
                        freeBytes + " bytes are free on the disk of " + directory + ", fewer than " + minFreeBytes);
            }
            InodeUsage inodes = InodeUsage.of(existing);
            if (inodes.hasFewerFreeThan(minFreeInodes) && !inodes.readOnly()) {
                return Result.failed(inodes.free() + " inodes are free on the disk of " + directory + ", fewer than "
                        + minFreeInodes);
            }
        }
        return Result.ok();
    }

    /** Where nothing is written no room is needed: squashfs and ISO 9660 are always full. */
    private static boolean isWritten(Path directory) throws IOException {
        return !InodeUsage.ofLinked(directory).readOnly();
    }

    private static Path nearestExisting(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
