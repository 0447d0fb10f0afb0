package io.plasmd.provider.netboot.boots;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request tells of its boot. */
final class Requests {
    private static final String BOOT = "boot=";

    private Requests() {}

    /** {@code boot=…} of a query. */
    static Optional<String> boot(@Nullable String query) {
        for (int begin = 0; query != null && begin < query.length(); ) {
            int and = query.indexOf('&', begin);
            int end = and < 0 ? query.length() : and;
            if (query.startsWith(BOOT, begin)) {
                return Optional.of(query.substring(begin + BOOT.length(), end));
            }
            begin = end + 1;
        }
        return Optional.empty();
    }

    /** Several slashes of a path are one, as GRUB sends them. */
    static String singleSlashes(String path) {
        return path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
    }
}
