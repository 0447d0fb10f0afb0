package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others who lock something in the store can do: they are waited for a while, and named. */
@Timeout(60)
final class StoreLockTest {
    @TempDir
    private Path directory;

    private Shop shop;
    private Path releases;

    @BeforeEach
    void publishOnce() throws Exception {
        shop = new Shop(directory);
        shop.publish("1");
        releases = shop.artifacts.resolve(".releases");
    }

    private Publisher hasty() {
        var settings = StoreSettings.telling(shop.notes::add).withPatience(Duration.ofMillis(2500));
        return new Publisher(
                shop.artifacts, Shop.ROLES, new ReleaseStore(shop.artifacts, new Disk(), Clock.systemUTC(), settings));
    }

    @Test
    void publishDoesNotWaitForEverAndSaysWhoHasTheLock() throws Exception {
        Path lock = releases.resolve(".lock/publish");
        try (LockingProcess other = LockingProcess.lock(lock)) {
            PublishRequest request = shop.request("2", Shop.contents("2"));
            var e = assertThrows(ReleaseException.class, () -> hasty().publish(request, ProgressDisplay::none));
            String holder = "process " + other.pid() + " of " + System.getProperty("user.name") + " (";
            assertTrue(
                    e.getMessage().startsWith("waited 2 s for " + lock + ", which is locked by " + holder),
                    e.getMessage());
            assertEquals(1, shop.notes.size(), shop.notes.toString());
            assertTrue(shop.notes.getFirst().startsWith("Waiting for " + holder), shop.notes.toString());
        }
        shop.publish("2");
        shop.assertCurrent("2");
    }

    @Test
    void whoeverMayNotPublishCannotOpenTheLock() throws Exception {
        assertFalse(Inode.of(releases.resolve(".lock")).isOpenToOthers());
        try (Staging staging = shop.store(new Disk()).stage()) {
            assertFalse(Inode.of(staging.aside(".").normalize()).isOpenToOthers(), "a staging directory is open");
        }
    }

    @Test
    void aReleaseThatSomebodyKeepsInUseIsKeptAndThatIsSaid() throws Exception {
        shop.publish("2");
        ReleaseStore store = shop.store(new Disk());
        try (LockingProcess other = LockingProcess.lock(releases.resolve("stable/x86_64/1/.in-use"))) {
            assertEquals(List.of(), store.retain(Shop.CHANNEL, Shop.ARCH, 1));
            assertTrue(
                    shop.notes
                            .getFirst()
                            .startsWith(
                                    "Still kept, though too old: 1. It is in use by process " + other.pid() + " of "),
                    shop.notes.toString());
        }
        assertEquals(1, store.retain(Shop.CHANNEL, Shop.ARCH, 1).size());
    }
}
