package io.plasmd.provider.artifacts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as {@code ResourceServlet} gets to see it: without the conditions, which have been evaluated, and with a
 * range that is certain to be understood as it was meant, or none.
 */
final class RangeOnlyRequest extends HttpServletRequestWrapper {
    private static final String RANGE = "range";
    private static final Set<String> HIDDEN =
            Set.of(RANGE, "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

    private final @Nullable String range;

    private RangeOnlyRequest(HttpServletRequest request, @Nullable String range) {
        super(request);
        this.range = range;
    }

    /** The request itself where there is nothing to hide. */
    static HttpServletRequest of(HttpServletRequest request, @Nullable String range) {
        for (String name : HIDDEN) {
            if (request.getHeader(name) != null) {
                return new RangeOnlyRequest(request, range);
            }
        }
        return request;
    }

    @Override
    public @Nullable String getHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(RANGE)) {
            return range;
        }
        return HIDDEN.contains(lower) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String value = getHeader(name);
        if (!HIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
            return super.getHeaders(name);
        }
        return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames()).stream()
                .filter(name -> getHeader(name) != null)
                .toList();
        return Collections.enumeration(names);
    }
}
