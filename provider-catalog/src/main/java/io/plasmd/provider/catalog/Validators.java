package io.plasmd.provider.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * What tells one version of something from the others (RFC 9110, section 8.8).
 *
 * @param etag a strong entity tag, in its quotes
 * @param modified in whole seconds
 * @param datedUniquely whether no other version is known that has this date
 */
public record Validators(Optional<String> etag, Optional<Instant> modified, boolean datedUniquely) {

    /** The same without a date that is still to come: the clock was set back (section 8.8.2.1). */
    public Validators at(Instant now) {
        return modified.isPresent() && modified.get().isAfter(now)
                ? new Validators(etag, Optional.empty(), false)
                : this;
    }
}
