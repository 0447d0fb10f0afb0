package io.plasmd.provider.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories that plugins had up to 0.1.0: {@code <data>/<plugin>}. */
final class EarlierData {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierData.class);

    private EarlierData() {}

    /** Moves what a plugin has remembered to where it is looked for now, if it is certain whose it is. */
    static void takeOver(Path old, Path now, int user) {
        if (!Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS) || Files.exists(now, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Ownership ownership = Ownership.of(old);
            if (!ownership.isOf(user) || ownership.isOpen()) {
                LOG.warn(
                        "{} ({}) is left where it is, since others may have written to it. If it is right: mv {} {}",
                        old,
                        ownership,
                        old,
                        now);
                return;
            }
            Files.move(old, now, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("{} is {} from now on", old, now);
        } catch (IOException e) {
            LOG.warn("cannot move {} to {}, where it is looked for now: {}", old, now, e.toString());
        }
    }
}
