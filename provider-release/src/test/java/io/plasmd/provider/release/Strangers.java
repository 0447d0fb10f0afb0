package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Users and groups that no machine has; only root can give something to them. */
final class Strangers {
    static final int USER = 12345;
    static final int GROUP = 13000;

    private Strangers() {}

    static void require() throws IOException {
        assumeTrue(Caller.current().isRoot(), "skipped: only root can give files to another user");
    }

    /** A link itself, not what it leads to. */
    static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
    }

    /** A directory of root's and a group, which may write to it, and whose group what is made in it gets. */
    static Path shared(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setAttribute(directory, "unix:gid", GROUP);
        Files.setAttribute(directory, "unix:mode", 02775);
        return directory;
    }
}
