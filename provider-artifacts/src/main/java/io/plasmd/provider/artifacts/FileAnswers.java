package io.plasmd.provider.artifacts;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.api.FileServer;
import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.ArtifactPlace;
import io.plasmd.provider.catalog.OtherFile;
import io.plasmd.provider.files.Absence;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.release.FileVersion;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Sends what other endpoints have sent, as artifacts are sent. */
final class FileAnswers implements FileServer {
    private final ArtifactServlet servlet;

    FileAnswers(ArtifactServlet servlet) {
        this.servlet = servlet;
    }

    @Override
    public void serve(Path file, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("\"" + file + "\" is not absolute: relative to what would it be?");
        }
        String name = String.valueOf(file.getFileName());
        // In no channel: none has an empty name.
        var wanted = new Wanted(
                new ArtifactPath(ArtifactPlace.current("", ""), name), false, own(HttpHeader.CACHE_CONTROL, request));
        HttpField type = own(HttpHeader.CONTENT_TYPE, request);
        servlet.answer(request)
                .send(() -> find(file, name, type == null ? null : type.getValue()), wanted, request, response);
    }

    private static Optional<Artifact> find(Path file, String name, @Nullable String type) throws IOException {
        try {
            Path real = file.toRealPath();
            FileState state = FileState.at(real);
            return state.isRegularFile()
                    ? Optional.of(new OtherFile(name, FileVersion.of(real, state), type))
                    : Optional.empty();
        } catch (IOException e) {
            if (Absence.isCertain(file, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void serve(Catalog.Release release, String name, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var place = new ArtifactPlace(release.place().channel(), release.place().arch(), release.version());
        Optional<Route> route = Route.of(place, name);
        if (route.isEmpty()) {
            ErrorAnswers.notFound(response);
            return;
        }
        servlet.answer(request).send(route.get(), own(HttpHeader.CACHE_CONTROL, request), request, response);
    }

    /** What the servlet has said itself. */
    private static @Nullable HttpField own(HttpHeader name, HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getServletContextResponse()
                .getHeaders()
                .getField(name);
    }
}
