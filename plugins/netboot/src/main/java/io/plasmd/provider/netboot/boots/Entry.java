package io.plasmd.provider.netboot.boots;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one machine, one attempt at least.
 *
 * <p>A script that was given is not yet a boot: a person may look at it while the machine installs, or firmware may ask
 * twice. So the boot that something was loaded of stays, and its token is good, until something is loaded of the newer
 * one.
 *
 * @param taken something was loaded of it, or it has said how it went
 * @param offered its script was given later than that of the other, and nothing more
 */
record Entry(
        Machine machine, @Nullable Attempt taken, @Nullable Attempt offered) {

    List<Attempt> attempts() {
        if (taken == null || offered == null) {
            return List.of(standing());
        }
        return List.of(taken, offered);
    }

    Optional<Attempt> attempt(String boot) {
        return attempts().stream().filter(attempt -> attempt.id().equals(boot)).findFirst();
    }

    /** What the machine boots, as far as is known. */
    Attempt standing() {
        return taken == null ? requireNonNull(offered) : taken;
    }

    /** That was heard of last. */
    Attempt newest() {
        return offered == null || offered.lastHeard().isBefore(standing().lastHeard()) ? standing() : offered;
    }
}
