package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.ValueReader;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that this server is known by. A page of a stranger can have its own name resolve to this server's address,
 * and is then allowed by the browser to read the answers (DNS rebinding); but the browser sends that name as Host.
 *
 * @param names in small letters; empty where every name is right
 */
record AllowedHosts(Set<String> names) {
    private static final String KEY = "provider.http.allowed-hosts";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

    AllowedHosts {
        names = Set.copyOf(names);
    }

    static AllowedHosts read(ValueReader reader) {
        Set<String> names = new HashSet<>();
        for (String name : reader.config().getStringList(KEY)) {
            if (NAME.matcher(name).matches() || AddressLiteral.parse(name).isPresent()) {
                names.add(canonical(name));
            } else {
                reader.wrong(KEY, "\"" + name + "\" is no name such as boot.example, without a port");
            }
        }
        return new AllowedHosts(names);
    }

    boolean isOn() {
        return !names.isEmpty();
    }

    /**
     * Whether a host may be asked for. An address may be always: no name leads to it, so nothing can be rebound. So may
     * localhost, which is this machine everywhere (RFC 6761, section 6.3).
     *
     * @param host without a port; null where the request names none
     */
    boolean allows(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        String name = canonical(host);
        return names.contains(name)
                || name.equals("localhost")
                || AddressLiteral.parse(name).isPresent();
    }

    private static String canonical(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }
}
