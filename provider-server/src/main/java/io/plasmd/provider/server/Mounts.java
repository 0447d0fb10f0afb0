package io.plasmd.provider.server;

import io.plasmd.provider.api.Mount;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import jakarta.servlet.Servlet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.jspecify.annotations.Nullable;

/** Which endpoint answers which path. */
final class Mounts {
    private static final Pattern PATH = Pattern.compile("|/\\*|(/[^/*]+)+(/\\*)?");

    private final Map<String, Mounted> mounts = new LinkedHashMap<>();
    private volatile @Nullable PathMappings<Mounted> mappings;

    /** One path of one endpoint. */
    record Mounted(Mount mount, Servlet servlet, LoadedEndpoint endpoint) {
        String path() {
            return mount.path();
        }
    }

    void add(Mount mount, Servlet servlet, LoadedEndpoint endpoint) {
        String path = mount.path();
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("cannot mount \"" + path
                    + "\": expected an exact path (/health), a prefix (/files/*), or \"\" for / alone");
        }
        Mounted taken = mounts.putIfAbsent(path, new Mounted(mount, servlet, endpoint));
        if (taken != null) {
            throw new IllegalArgumentException("cannot mount \"" + path + "\": the path is taken by "
                    + taken.endpoint().label() + ". Choose another path, or remove one of the two");
        }
    }

    /** Whether a path is answered by an endpoint that has asked for just that one. */
    boolean hasExact(String path) {
        return mounts.containsKey(path);
    }

    /**
     * Who answers a path, once all are there.
     *
     * @param path decoded, as servlets are chosen
     */
    Optional<Mounted> of(String path) {
        PathMappings<Mounted> all = mappings;
        if (all == null) {
            // Not before somebody asks: most installs have nothing that depends on it.
            all = new PathMappings<>();
            for (Mounted mounted : mounts.values()) {
                all.put(new ServletPathSpec(mounted.path()), mounted);
            }
            mappings = all;
        }
        return Optional.ofNullable(all.getMatched(path)).map(MatchedResource::getResource);
    }

    /** What an endpoint has mounted before its start failed. */
    void remove(LoadedEndpoint endpoint) {
        mounts.values().removeIf(mount -> mount.endpoint().equals(endpoint));
    }

    Collection<Mounted> all() {
        return mounts.values();
    }
}
