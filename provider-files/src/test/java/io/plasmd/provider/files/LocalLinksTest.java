package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are followed up to where a file system begins that may not answer, and no further. */
final class LocalLinksTest {
    @TempDir
    private Path scratch;

    private Path mount;

    @BeforeEach
    void mount() throws Exception {
        scratch = scratch.toRealPath();
        mount = Files.createDirectory(scratch.resolve("mount"));
        // Were it asked, this would be found.
        Files.createSymbolicLink(mount.resolve("link"), Path.of("/elsewhere"));
    }

    private Path follow(Path path) {
        return LocalLinks.follow(path, Set.of(mount));
    }

    @Test
    void linksAreFollowedToTheMountAndNotIntoIt() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("to"), Path.of("mount/link"));
        Path second = Files.createSymbolicLink(scratch.resolve("second"), link);
        Path above = Files.createSymbolicLink(scratch.resolve("above"), scratch);
        assertEquals(mount.resolve("link"), follow(link));
        assertEquals(mount.resolve("link/x86_64"), follow(second.resolve("x86_64")));
        assertEquals(mount.resolve("link/a"), follow(above.resolve("mount/link/a")));
        assertEquals(mount, follow(mount));
    }

    @Test
    void whatIsNotThereIsWhereItsNameSays() throws Exception {
        assertEquals(scratch.resolve("none/of/it"), follow(scratch.resolve("none/of/it")));
        Path dangling = Files.createSymbolicLink(scratch.resolve("dangling"), Path.of("gone"));
        assertEquals(scratch.resolve("gone"), follow(dangling));
    }

    @Test
    void aRingOfLinksComesToAnEnd() throws Exception {
        Path one = scratch.resolve("one");
        Files.createSymbolicLink(one, Path.of("other"));
        Files.createSymbolicLink(scratch.resolve("other"), Path.of("one"));
        assertEquals(scratch, follow(one).getParent());
    }
}
