package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Validators;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The conditional requests of RFC 9110, section 13, for one version of something. */
final class Preconditions {

    /** What the conditions say, in the order of precedence of section 13.2.2. */
    enum Verdict {
        PROCEED,
        NOT_MODIFIED,
        FAILED
    }

    private final HttpServletRequest request;
    private final Validators version;

    Preconditions(HttpServletRequest request, Validators version) {
        this.request = request;
        this.version = version;
    }

    Verdict evaluate() {
        List<String> ifMatch = values("If-Match");
        if (!ifMatch.isEmpty()) {
            if (!matches(ifMatch, false)) {
                return Verdict.FAILED;
            }
        } else if (date("If-Unmodified-Since").filter(this::isModifiedSince).isPresent()) {
            return Verdict.FAILED;
        }
        List<String> ifNoneMatch = values("If-None-Match");
        if (!ifNoneMatch.isEmpty()) {
            return matches(ifNoneMatch, true) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
        }
        // The date of another version may be the later one, after a rollback.
        return date("If-Modified-Since")
                        .filter(since -> version.datedUniquely() && isDated(since))
                        .isPresent()
                ? Verdict.NOT_MODIFIED
                : Verdict.PROCEED;
    }

    /** Whether ranges may be sent: not where {@code If-Range} names another version (section 13.1.5). */
    boolean allowsRanges() {
        List<String> values = values("If-Range");
        if (values.isEmpty()) {
            // What UEFI sends with the rest of a download, where it has seen no strong tag.
            Optional<Instant> unmodifiedSince = date("If-Unmodified-Since");
            return unmodifiedSince.isEmpty()
                    || !values("If-Match").isEmpty()
                    || (version.datedUniquely() && isDated(unmodifiedSince.get()));
        }
        if (values.size() > 1) {
            // The grammar has just one; none of several is certain to name this version.
            return false;
        }
        String ifRange = values.getFirst();
        if (ifRange.startsWith("\"")) {
            return version.etag().filter(ifRange.strip()::equals).isPresent();
        }
        // A date counts only where it cannot mean two versions: artifacts of one build often carry one date. A weak
        // entity tag is no date, so it ends here as well.
        return version.datedUniquely()
                && HttpDate.parse(ifRange).filter(this::isDated).isPresent();
    }

    private boolean isDated(Instant date) {
        return version.modified().filter(date::equals).isPresent();
    }

    private boolean isModifiedSince(Instant date) {
        return version.modified().isEmpty() || version.modified().get().isAfter(date);
    }

    /** Entity tags are compared as texts: ours hold neither commas nor quotes. */
    private boolean matches(List<String> fields, boolean weakly) {
        for (String field : fields) {
            for (String element : field.split(",", -1)) {
                String tag = element.strip();
                if (tag.equals("*")) {
                    return true;
                }
                String opaque = weakly && tag.startsWith("W/") ? tag.substring(2) : tag;
                if (version.etag().filter(opaque::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> values(String name) {
        return Collections.list(request.getHeaders(name));
    }

    /** One date, and only one (sections 13.1.3 and 13.1.4): else the field MUST be ignored. */
    private Optional<Instant> date(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? HttpDate.parse(values.getFirst()) : Optional.empty();
    }
}
