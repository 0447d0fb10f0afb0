package io.plasmd.provider.netboot;

import com.typesafe.config.ConfigException;
import io.plasmd.provider.api.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in force: those of the newest version of the file that has no mistake. Whoever asks for them may read it again. */
final class CurrentRules {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentRules.class);

    /** Reads all of it. */
    interface Source {
        /** Throws a {@link ConfigException} where something is wrong. */
        Rules read();
    }

    private final Source source;
    private final Optional<RulesFile> file;
    private final long interval;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();
    private Optional<RulesFile.Version> version;
    private long looked;
    private volatile Rules rules;
    private volatile String wrong = "";

    /** Reads for the first time. */
    CurrentRules(Source source, Optional<RulesFile> file, Duration interval, LongSupplier nanoTime) {
        this.source = source;
        this.file = file;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.version = file.flatMap(RulesFile::version);
        this.looked = nanoTime.getAsLong();
        this.rules = source.read();
    }

    Rules get() {
        // One looks, the others go on with what there is.
        if (file.isPresent() && reading.tryLock()) {
            try {
                if (nanoTime.getAsLong() - looked >= interval) {
                    look(file.get());
                    looked = nanoTime.getAsLong();
                }
            } finally {
                reading.unlock();
            }
        }
        return rules;
    }

    private void look(RulesFile file) {
        Optional<RulesFile.Version> now = file.version();
        if (now.equals(version)) {
            return;
        }
        version = now;
        try {
            rules = source.read();
            wrong = "";
            LOG.info("{} has been read again: {} groups, {} profiles", file.path(), rules.groups().size(), rules.profiles().size());
        } catch (ConfigException e) {
            wrong = String.valueOf(e.getMessage());
            LOG.warn("{} is not taken, and what was read before stays in force: {}", file.path(), wrong);
        }
    }

    /** For those who run the server: whether what is in the file is in force. */
    HealthCheck.Result health() {
        get();
        return wrong.isEmpty()
                ? HealthCheck.Result.ok()
                : HealthCheck.Result.failed("an earlier version is in force: " + wrong);
    }
}
