package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/**
 * A pace for some downloads: for those that meet every condition that is given.
 *
 * @param perDownload bytes per second of each of them, instead of what holds for all; 0: as fast as it goes
 * @param total bytes per second of all of them together; 0: no bound of their own
 */
record PacingRule(
        @Nullable Pattern path,
        @Nullable InetAddressSet subnet,
        @Nullable Pattern userAgent,
        OptionalLong perDownload,
        long total) {
    private static final Set<String> KEYS = Set.of("path", "subnet", "user-agent", "per-download", "total");

    /** A message of what it throws does not say where the rule stands. */
    static PacingRule read(Config rule) {
        Set<String> unknown = new TreeSet<>(rule.root().keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw wrong("unknown key " + String.join(", ", unknown) + "; a rule has " + sorted());
        }
        if (!rule.hasPath("per-download") && !rule.hasPath("total")) {
            throw wrong("a rule without a pace: give it per-download = 10MiB, or total");
        }
        return new PacingRule(
                rule.hasPath("path") ? glob(rule.getString("path")) : null,
                rule.hasPath("subnet") ? subnet(rule) : null,
                rule.hasPath("user-agent") ? glob(rule.getString("user-agent")) : null,
                rule.hasPath("per-download")
                        ? OptionalLong.of(PacingSettings.rate(rule, "per-download"))
                        : OptionalLong.empty(),
                rule.hasPath("total") ? PacingSettings.rate(rule, "total") : 0);
    }

    private static String sorted() {
        return KEYS.stream().sorted().collect(Collectors.joining(", "));
    }

    private static InetAddressSet subnet(Config rule) {
        var subnet = new InetAddressSet();
        try {
            subnet.add(rule.getString("subnet"));
        } catch (IllegalArgumentException e) {
            throw wrong("subnet \"" + rule.getString("subnet")
                    + "\" is no address such as 10.1.2.3 and no network such as 10.1.0.0/16");
        }
        return subnet;
    }

    /** {@code *} is anything, {@code ?} is one character. */
    private static Pattern glob(String glob) {
        var regex = new StringBuilder();
        glob.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static ConfigException wrong(String problem) {
        return new ConfigException.Generic(problem);
    }

    boolean matches(List<String> paths, String client, @Nullable String agent) {
        return (path == null || paths.stream().anyMatch(one -> path.matcher(one).matches()))
                && (subnet == null || isIn(subnet, client))
                && (userAgent == null
                        || (agent != null && userAgent.matcher(agent).matches()));
    }

    private static boolean isIn(InetAddressSet subnet, String client) {
        try {
            return subnet.test(InetAddress.ofLiteral(client));
        } catch (IllegalArgumentException e) {
            // A proxy may name a client by something that is no address (RFC 7239, section 6.3).
            return false;
        }
    }
}
