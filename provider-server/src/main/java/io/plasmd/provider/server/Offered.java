package io.plasmd.provider.server;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.api.FileServer;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import io.plasmd.provider.server.plugin.PluginValue;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What one endpoint offers the others, who may start before it and hold on to this. */
final class Offered implements Catalog, FileServer {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Offer offer;

    private record Offer(LoadedEndpoint by, Catalog catalog, FileServer files) {}

    synchronized void take(LoadedEndpoint by, Catalog catalog, FileServer files) {
        Offer before = offer;
        if (before != null) {
            throw new IllegalArgumentException(
                    "there is a catalog already, that of " + before.by().label() + "; remove one of the two");
        }
        offer = new Offer(by, Objects.requireNonNull(catalog, "catalog"), Objects.requireNonNull(files, "files"));
        listeners.forEach(catalog::onChange);
    }

    @Override
    public List<Place> places() {
        Offer now = offer;
        return now == null ? List.of() : now.catalog().places();
    }

    @Override
    public Optional<Release> current(Place place) {
        Offer now = offer;
        return now == null ? Optional.empty() : now.catalog().current(place);
    }

    @Override
    public List<Release> kept(Place place) {
        Offer now = offer;
        return now == null ? List.of() : now.catalog().kept(place);
    }

    @Override
    public List<Artifact> artifacts(Release release) {
        Offer now = offer;
        return now == null ? List.of() : now.catalog().artifacts(release);
    }

    @Override
    public synchronized void onChange(Runnable listener) {
        Objects.requireNonNull(listener, "listener");
        // Also of its errors: what is thrown would end all later looks through the artifacts.
        Runnable guarded = () -> PluginValue.of("a change of the catalog to an endpoint", () -> {
            listener.run();
            return true;
        });
        Offer now = offer;
        if (now == null) {
            listeners.add(guarded);
        } else {
            now.catalog().onChange(guarded);
        }
    }

    @Override
    public void serve(Path file, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        required().serve(file, request, response);
        PluginThreads.leave(request);
    }

    @Override
    public void serve(Release release, String name, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        required().serve(release, name, request, response);
        PluginThreads.leave(request);
    }

    private FileServer required() throws ServletException {
        Offer now = offer;
        if (now == null) {
            throw new ServletException("no endpoint serves files: endpoint artifacts is not there");
        }
        return now.files();
    }
}
