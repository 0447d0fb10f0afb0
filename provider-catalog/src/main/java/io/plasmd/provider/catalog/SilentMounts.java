package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of a file system that it does not answer: once, however many ask for what is on it, and once when it is over. */
final class SilentMounts {
    private static final Logger LOG = LoggerFactory.getLogger(SilentMounts.class);

    private SilentMounts() {}

    static void tell(RemoteMount mount, boolean isSilent) {
        if (isSilent) {
            LOG.warn(
                    "the file system at {} ({}) does not answer. Clients get 503 for what is on it, until it does; see to"
                            + " its server and to the network",
                    mount.point(),
                    mount.type());
        } else {
            LOG.info("the file system at {} ({}) answers again", mount.point(), mount.type());
        }
    }
}
