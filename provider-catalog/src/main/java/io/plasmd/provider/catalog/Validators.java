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
public record Validators(Optional<String> etag, Optional<Instant> modified, boolean datedUniquely) {}
