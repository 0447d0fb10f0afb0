package io.plasmd.provider.server;

import io.plasmd.provider.server.plugin.LoadedEndpoint;
import jakarta.servlet.Servlet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which endpoint answers which path. */
final class Mounts {
    private static final Pattern PATH = Pattern.compile("|/\\*|(/[^/*]+)+(/\\*)?");

    private final Map<String, Mount> mounts = new LinkedHashMap<>();

    /** One path of one endpoint. */
    record Mount(String path, Servlet servlet, LoadedEndpoint endpoint) {}

    void add(String path, Servlet servlet, LoadedEndpoint endpoint) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("cannot mount \"" + path
                    + "\": expected an exact path (/health), a prefix (/files/*), or \"\" for / alone");
        }
        Mount taken = mounts.putIfAbsent(path, new Mount(path, servlet, endpoint));
        if (taken != null) {
            throw new IllegalArgumentException("cannot mount \"" + path + "\": the path is taken by "
                    + taken.endpoint().label() + ". Choose another path, or remove one of the two");
        }
    }

    /** Whether a path is answered by an endpoint that has asked for just that one. */
    boolean hasExact(String path) {
        return mounts.containsKey(path);
    }

    /** What an endpoint has mounted before its start failed. */
    void remove(LoadedEndpoint endpoint) {
        mounts.values().removeIf(mount -> mount.endpoint().equals(endpoint));
    }

    Collection<Mount> all() {
        return mounts.values();
    }
}
