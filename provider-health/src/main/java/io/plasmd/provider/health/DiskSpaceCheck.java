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
            FileSystemUsage usage = usage(nearestExisting(directory));
            if (usage.freeBytes() < minFreeBytes) {
                return Result.failed(usage.freeBytes() + " bytes are free on the disk of " + directory + ", fewer than "
                        + minFreeBytes);
            }
            if (usage.inodes() > 0 && usage.freeInodes() < minFreeInodes) {
                return Result.failed(usage.freeInodes() + " inodes are free on the disk of " + directory
                        + ", fewer than " + minFreeInodes);
            }
        }
        return Result.ok();
    }

    /** No inodes where the system lets no one ask: then bytes have to do. */
    private static FileSystemUsage usage(Path path) throws IOException {
        try {
            return FileSystemUsage.of(path);
        } catch (LinkageError | IllegalCallerException e) {
            return new FileSystemUsage(Files.getFileStore(path).getUsableSpace(), 0, 0);
        }
    }

    private static Path nearestExisting(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
