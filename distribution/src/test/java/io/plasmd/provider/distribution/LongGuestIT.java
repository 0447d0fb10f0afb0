package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What of the guest takes too long for each run: {@code -Dguest.long=true}, see CONTRIBUTING.md. */
@EnabledIfSystemProperty(named = "guest.long", matches = "true")
@Timeout(value = 45, unit = TimeUnit.MINUTES)
final class LongGuestIT {
    private static final Path PACKAGE = Path.of(System.getProperty("distribution.package"));

    @TempDir
    private Path scratch;

    /** Restarts and upgrades, while hundreds ask. */
    @Test
    void nobodyNoticesARestart() throws Exception {
        String output = Guest.run(40, scratch, PACKAGE, "storm.sh");
        assertTrue(output.contains("storms are done"), output);
    }

    /** Published, gone back, fetched; and the file server goes away under downloads, and comes back. */
    @Test
    void servesWhatLiesOnNfs() throws Exception {
        String output = Guest.run(40, scratch, PACKAGE, "nfs.sh");
        assertTrue(output.contains("NFS is done"), output);
    }

    /** Several publishers, other places for everything, the tarball, and each command of docs/install.md about them. */
    @Test
    void standsWhereOperatorsPutIt() throws Exception {
        String output = Guest.run(40, scratch, PACKAGE, "places.sh");
        assertTrue(output.contains("places are done"), output);
    }
}
