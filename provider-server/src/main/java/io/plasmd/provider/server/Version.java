package io.plasmd.provider.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The version of the product and the source it was built from, written into the jar by the build. */
public final class Version {
    private static final String UNKNOWN = "unknown";
    private static final List<String> LINES = lines();

    private Version() {}

    /** Such as {@code 1.2.3}. */
    public static String current() {
        return LINES.getFirst();
    }

    /** The commit in hexadecimal digits, with {@code -dirty} behind it where the work tree was another; or unknown. */
    public static String commit() {
        String commit = known(LINES.get(1));
        return LINES.get(2).equals("true") ? commit + "-dirty" : commit;
    }

    /** When the commit was made, such as {@code 2026-11-26T03:12:44Z}; or unknown. */
    public static String commitTime() {
        return known(LINES.get(3));
    }

    /** All of it, and the runtime, for the status and the metrics. */
    static Map<String, String> build() {
        Map<String, String> build = new LinkedHashMap<>();
        build.put("version", current());
        build.put("commit", commit());
        build.put("commit_time", commitTime());
        // The holes of the runtime are the product's: whoever asks for one wants to know which it is.
        build.put("java", Runtime.version().toString());
        return build;
    }

    /** Outside of a clone there is nobody to ask, and the build leaves the names of its variables. */
    private static String known(String value) {
        return value.startsWith("$") ? UNKNOWN : value;
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
