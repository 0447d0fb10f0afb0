package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.SettingValues;
import java.time.Duration;

/**
 * How many downloads there may be.
 *
 * @param downloads under way at once
 * @param queue that may wait for others to end
 * @param patience how long each of them
 */
record DownloadLimits(int downloads, int queue, Duration patience) {
    /** EDK2 gives up where no headers have come after 5 s. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    static DownloadLimits read(EndpointContext context) {
        Config provider = context.provider().config();
        Duration wait = provider.getDuration("limits.download-wait");
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw SettingValues.wrong(
                    provider, "limits.download-wait", "expected 3s or less: UEFI firmware gives up after 5 s");
        }
        return new DownloadLimits(
                SettingValues.atLeast(1, provider, "limits.downloads"),
                SettingValues.atLeast(0, provider, "limits.download-queue"),
                wait);
    }
}
