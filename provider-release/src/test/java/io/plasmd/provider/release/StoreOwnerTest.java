package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose store it is decides who may change it, and what is believed in it. */
final class StoreOwnerTest {
    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        Strangers.require();
        shop = new Shop(directory);
    }

    @Test
    void rootDoesNotPublishToTheStoreOfAnotherUser() throws Exception {
        Strangers.own(Files.createDirectories(shop.artifacts));
        var e = assertThrows(ReleaseException.class, () -> shop.publish("1"));
        assertEquals(
                shop.artifacts + " belongs to the user 12345, and not to root: whatever that user puts there would be"
                        + " done with root's rights. Run it as its owner: sudo -u '#12345' provider …",
                e.getMessage());
        assertFalse(Files.exists(shop.artifacts.resolve(".releases")));
    }

    @Test
    void norDoesItGoBackWhereTheReleasesAreAnothers() throws Exception {
        shop.publish("1");
        shop.publish("2");
        Path releases = shop.artifacts.resolve(".releases");
        Strangers.own(releases);
        var e = assertThrows(
                ReleaseException.class, () -> shop.publisher().rollback(Shop.CHANNEL, Shop.ARCH, Optional.empty()));
        assertTrue(e.getMessage().startsWith(releases + " belongs to the user 12345"), e.getMessage());
        shop.assertCurrent("2");
    }

    @Test
    void aDirectoryOfAnotherUserInTheStoreIsNotEntered() throws Exception {
        shop.publish("1");
        Path kept = shop.artifacts.resolve(".releases/stable/x86_64");
        Strangers.own(kept);
        var e = assertThrows(ReleaseException.class, () -> shop.publish("2"));
        assertTrue(e.getMessage().contains(kept + ": belongs to 12345"), e.getMessage());
        shop.assertCurrent("1");
    }

    @Test
    void aLinkThatAnotherUserHasMadeAboveTheStoreIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(shop.artifacts, elsewhere);
        Strangers.own(link);
        var e = assertThrows(ReleaseException.class, () -> shop.publish("1"));
        assertTrue(
                e.getMessage().contains(link + ": is a symbolic link that 12345 has made, and is not followed"),
                e.getMessage());
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void onesOwnLinkAboveTheStoreIs() throws Exception {
        Files.createSymbolicLink(shop.artifacts, Files.createDirectories(directory.resolve("elsewhere")));
        shop.publish("1");
        shop.assertCurrent("1");
    }

    /** Of files and directories alike: what one publishes another of the group can remove. */
    @Test
    void aStoreThatIsSharedWithAGroupStaysTheGroups() throws Exception {
        Strangers.shared(shop.artifacts);
        shop.publish("1");
        try (Stream<Path> all = Files.walk(shop.artifacts)) {
            for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                Inode inode = Inode.of(path);
                assertEquals(Strangers.GROUP, inode.group(), path.toString());
                boolean isClosed = path.endsWith(".lock");
                int expected = inode.isDirectory() ? (isClosed ? 02770 : 02775) : 0664;
                assertEquals(
                        Integer.toOctalString(expected), Integer.toOctalString(inode.permissions()), path.toString());
            }
        }
    }
}
