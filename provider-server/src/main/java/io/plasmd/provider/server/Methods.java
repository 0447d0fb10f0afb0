package io.plasmd.provider.server;

import io.plasmd.provider.api.Mount;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Which methods are answered where, and with how much content: GET and HEAD everywhere, others where a servlet asked for them. */
final class Methods {
    private static final List<String> READS = Mount.at("").allowed();

    private final Mounts mounts;
    private final OperationsPaths paths;
    private final AllowedHosts hosts;
    private final AnswerLimits limits;

    /**
     * Asked once all endpoints have started.
     *
     * @param paths a path that is not answered on an address has no methods of its own there, which would tell of it
     * @param limits how slowly a client may send content, as slowly as it may take an answer
     */
    Methods(Mounts mounts, OperationsPaths paths, AllowedHosts hosts, AnswerLimits limits) {
        this.mounts = mounts;
        this.paths = paths;
        this.hosts = hosts;
        this.limits = limits;
    }

    /** Whether a request changes nothing, and is answered everywhere. */
    static boolean isRead(Request request) {
        String method = request.getMethod();
        return HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
    }

    /** What stands against a request that is none of these. */
    Optional<HttpException.RuntimeException> refusal(Request request) {
        Optional<Mount> mount = mount(request).filter(one -> one.methods().contains(request.getMethod()));
        if (mount.isEmpty()) {
            return refused(
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "only " + String.join(" and ", allowedFor(request)) + " are answered here");
        }
        if (isOfAnotherPage(request)) {
            return refused(HttpStatus.FORBIDDEN_403, "a page of another origin is not to send requests here");
        }
        return request.getLength() > mount.get().maxBodyBytes()
                ? refused(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        RequestContent.tooMuch(mount.get().maxBodyBytes()))
                : Optional.empty();
    }

    /** As the field {@code Allow} has it. */
    String allowed(Request request) {
        return String.join(", ", allowedFor(request));
    }

    private List<String> allowedFor(Request request) {
        return mount(request).map(Mount::allowed).orElse(READS);
    }

    /** The request, with its content bound, where it has any that somebody reads: a GET may have some as well. */
    Request bound(Request request) {
        if (!hasContent(request)) {
            return request;
        }
        return mount(request)
                .filter(mount -> !mount.methods().isEmpty())
                .map(mount -> RequestContent.of(request, mount.maxBodyBytes(), limits))
                .orElse(request);
    }

    private static boolean hasContent(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private Optional<Mount> mount(Request request) {
        // Decoded, as servlets are chosen.
        @Nullable String path = request.getHttpURI().getDecodedPath();
        // CONNECT has none.
        return path == null || !paths.isAnswered(path, Listeners.isOperations(request))
                ? Optional.empty()
                : mounts.of(path).map(Mounts.Mounted::mount);
    }

    /**
     * A browser sends what a page of anybody's asks it to, to wherever it can reach, and says so (RFC 6454, section 7). A
     * page whose name leads here only because somebody has it do so is of another origin, too.
     */
    private boolean isOfAnotherPage(Request request) {
        String origin = request.getHeaders().get("Origin");
        return origin != null
                && (!origin.endsWith("://" + request.getHeaders().get(HttpHeader.HOST))
                        || (hosts.isOn() && !hosts.allows(request.getHttpURI().getHost())));
    }

    private static Optional<HttpException.RuntimeException> refused(int status, String why) {
        return Optional.of(new HttpException.RuntimeException(status, why));
    }
}
