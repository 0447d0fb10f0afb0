package io.plasmd.provider.netboot.boots;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log for each boot that has ended, and with {@code debug} one for each step. */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Boots.class);

    private Announcements() {}

    static void of(Boot boot) {
        String machine = boot.machine().id();
        String what = boot.choice().version().isEmpty()
                ? boot.choice().profile()
                : boot.choice().profile() + " " + boot.choice().version();
        long seconds = boot.elapsed().toSeconds();
        switch (boot.last().state()) {
            case UP -> LOG.info("{} is up with {} after {} s", machine, what, seconds);
            case FAILED -> LOG.warn("{} failed with {} after {} s: {}", machine, what, seconds, boot.failure());
            case TIMED_OUT ->
                LOG.warn(
                        "{} was not heard of any more with {} after state {}, at {}",
                        machine,
                        what,
                        boot.steps().get(boot.steps().size() - 2).state().word(),
                        boot.steps().get(boot.steps().size() - 2).at());
            default ->
                LOG.debug(
                        "{} has come to state {} with {}",
                        machine,
                        boot.last().state().word(),
                        what);
        }
    }
}
