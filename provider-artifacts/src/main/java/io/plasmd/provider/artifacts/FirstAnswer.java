package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.ArtifactPath;
import io.plasmd.provider.catalog.ArtifactPlace;
import io.plasmd.provider.catalog.ArtifactSource;
import io.plasmd.provider.catalog.Document;
import io.plasmd.provider.catalog.UnavailableException;
import io.plasmd.provider.files.NotAnsweringException;
import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.release.Digest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a request is for, and has it sent; where there is nothing, says why. */
final class FirstAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAnswer.class);

    /** A file that is replaced faster than it can be opened three times is not going to hold still. */
    private static final int OPEN_ATTEMPTS = 3;

    private final ArtifactSource source;
    private final ArtifactResponse found;
    private final ArtifactMetrics metrics;
    private final ReadFailures failures = new ReadFailures();

    /** How an artifact is found. */
    interface Search {
        Optional<Artifact> find() throws IOException;
    }

    FirstAnswer(ArtifactSource source, ArtifactResponse found, ArtifactMetrics metrics) {
        this.source = source;
        this.found = found;
        this.metrics = metrics;
    }

    void send(Route route, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        send(route, null, request, response);
    }

    /**
     * The same for another servlet.
     *
     * @param ownCacheControl that it has set; null for what the path says
     */
    void send(
            Route route, @Nullable HttpField ownCacheControl, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        guarded(() -> dispatch(route, ownCacheControl, request, response), response);
    }

    /** A file that is none of the artifacts. */
    void send(Search search, Wanted wanted, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        guarded(() -> sendFirst(Optional.empty(), search, wanted, request, response), response);
    }

    /** What may turn out not to be possible just now. */
    private interface Sending {
        void send() throws ServletException, IOException;
    }

    private void dispatch(
            Route route, @Nullable HttpField ownCacheControl, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (route) {
            case Route.ToManifest(ArtifactPlace place) ->
                sendCounted(metrics::manifest, () -> source.manifest(place), request, response);
            case Route.ToReleases(Optional<ArtifactPlace> of) -> {
                OptionalInt page = PageNumber.of(request, response);
                if (page.isPresent()) {
                    sendCounted(metrics::releases, () -> source.releases(of, page.getAsInt()), request, response);
                }
            }
            case Route.ToArtifact(ArtifactPath wanted) ->
                sendFirst(
                        source.remote(wanted.place()),
                        () -> source.find(wanted),
                        new Wanted(wanted, false, ownCacheControl),
                        request,
                        response);
            case Route.ToBlob(ArtifactPath wanted, Digest digest) ->
                sendFirst(
                        source.remote(digest),
                        () -> source.find(digest),
                        new Wanted(wanted, true, ownCacheControl),
                        request,
                        response);
        }
    }

    private void guarded(Sending sending, HttpServletResponse response) throws ServletException, IOException {
        try {
            sending.send();
        } catch (NotAnsweringException e) {
            ErrorAnswers.notYet(response, "the file system of the artifacts does not answer just now");
        } catch (UnavailableException e) {
            if (e.isDamage()) {
                failures.line(e.reason()).ifPresent(others -> LOG.warn("{}. Clients get 503{}", e.reason(), others));
            }
            ErrorAnswers.notYet(response, e.reason());
        } catch (UncheckedIOException e) {
            // A directory that cannot be listed: nobody knows what is in it, so nothing is missing.
            LOG.debug("cannot tell what there is", e);
            ErrorAnswers.notYet(response, "the artifacts cannot be read just now");
        }
    }

    /** What is counted by a label of its own. */
    private interface Count {
        void request(String method, int status);
    }

    /** A document that a cache has to ask for each time: a manifest is renewed before it expires, a list changes. */
    private static void sendCounted(
            Count count,
            Awaited.Question<Document.Answer> question,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!Awaited.DOCUMENT.isAsked(request)) {
            var exchange = ServletContextRequest.getServletContextRequest(request);
            Request.addCompletionListener(
                    exchange,
                    failure -> count.request(
                            request.getMethod(),
                            exchange.getServletContextResponse().getStatus()));
        }
        send(question, Wanted.ASK_EACH_TIME, request, response);
    }

    /** Sends what is found; where it is gone before it can be opened, what is found then. */
    private void sendFirst(
            Optional<RemoteMount> remote,
            Search search,
            Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        try {
            for (int attempt = remote.isEmpty() ? 1 : RemoteSearch.attempt(request); ; attempt++) {
                try {
                    Optional<Artifact> artifact;
                    if (remote.isEmpty()) {
                        artifact = search.find();
                    } else {
                        Optional<RemoteSearch.Found> asked = RemoteSearch.find(remote.get(), search, request);
                        if (asked.isEmpty()) {
                            return;
                        }
                        artifact = asked.get().artifact();
                    }
                    if (artifact.isPresent()) {
                        found.send(wanted, artifact.get(), request, response);
                    } else {
                        sendOther(wanted, request, response);
                    }
                    return;
                } catch (ArtifactBrokenException | NoSuchFileException e) {
                    if (response.isCommitted() || attempt == OPEN_ATTEMPTS) {
                        throw e;
                    }
                    response.reset();
                    if (remote.isPresent()) {
                        RemoteSearch.nextAttempt(request);
                    }
                }
            }
        } catch (ArtifactBrokenException | NoSuchFileException e) {
            ErrorAnswers.cutOff(response);
        } catch (NotAnsweringException e) {
            throw e;
        } catch (FileSystemException e) {
            // No permission, no descriptor left, a disk that fails: for the operator to mend, and clients to come back.
            String file = String.valueOf(e.getFile());
            failures.line(file).ifPresent(others -> LOG.warn("cannot read {}: {}{}", file, e.getReason(), others));
            ErrorAnswers.notYet(response, "the file cannot be read just now");
        }
    }

    /** What is no file: a sidecar that is made, or the reason why there is nothing. */
    private void sendOther(Wanted wanted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (wanted.path().channel().isEmpty()) {
            ErrorAnswers.notFound(response);
        } else if (!wanted.byDigest()) {
            boolean signedInside = SignedInside.isFor(wanted, request, response);
            send(() -> source.sidecar(wanted.path(), signedInside), wanted.cacheControl(), request, response);
        } else if (source.isIncomplete()) {
            ErrorAnswers.notYet(response, "there are files whose digest is still being computed");
        } else {
            ErrorAnswers.notFound(response);
        }
    }

    private static void send(
            Awaited.Question<Document.Answer> question,
            HttpField cacheControl,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<Document.Answer> answer = Awaited.DOCUMENT.of(request, question);
        if (answer.isEmpty()) {
            return;
        }
        switch (answer.get()) {
            case Document.Answer.Found(Document document) ->
                DocumentSender.send(document, cacheControl, request, response);
            case Document.Answer.NotYet() -> ErrorAnswers.notYet(response, "a digest is still being computed");
            case Document.Answer.None() -> ErrorAnswers.notFound(response);
        }
    }
}
