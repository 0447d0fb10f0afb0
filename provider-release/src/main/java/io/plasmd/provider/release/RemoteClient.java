package io.plasmd.provider.release;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Sends requests for artifacts, and says in words what became of those that failed. */
final class RemoteClient implements AutoCloseable {
    static {
        // Four times the client's default: 2 GiB are verified in two thirds of the time. It is read once, when the
        // first client is made; nothing but a property can say it.
        if (System.getProperty("jdk.httpclient.bufsize") == null) {
            System.setProperty("jdk.httpclient.bufsize", "65536");
        }
    }

    private final TransferSettings settings;
    private final HttpClient client;

    RemoteClient(TransferSettings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.stall())
                // Everything on the one thread that reads from the network: nothing that it calls here waits, and
                // handing each buffer through a pool costs a fifth of the throughput.
                .executor(Runnable::run);
        if (settings.tls() != null) {
            builder.sslContext(settings.tls());
        }
        client = builder.build();
    }

    /**
     * Waits for the headers of an answer, whatever its status.
     *
     * @param range null for everything
     * @param ifMatch null for no condition
     */
    HttpResponse<BodyBuffers> get(URI uri, @Nullable String range, @Nullable String ifMatch)
            throws LostException, RefusedException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("User-Agent", "provider/" + settings.version())
                .header("Accept-Encoding", "identity");
        if (range != null) {
            request.header("Range", range);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        BodyBuffers body = new BodyBuffers();
        CompletableFuture<HttpResponse<BodyBuffers>> answer = client.sendAsync(request.build(), _ -> body);
        boolean answered = false;
        try {
            HttpResponse<BodyBuffers> response = answer.get(settings.stall().toNanos(), TimeUnit.NANOSECONDS);
            answered = true;
            return response;
        } catch (TimeoutException e) {
            throw new LostException(uri + " sent no answer for " + text(settings.stall()), e);
        } catch (ExecutionException e) {
            throw failed(uri, e);
        } finally {
            if (!answered) {
                answer.cancel(true);
                body.close();
            }
        }
    }

    private LostException failed(URI uri, Throwable e) throws RefusedException {
        // RFC 8446, section 6: an alert is what the other side has against this one.
        if (find(e, SSLException.class) && reason(e).contains("fatal alert")) {
            throw new RefusedException(
                    uri + " does not accept this client: " + reason(e),
                    "If it asks for a certificate of its clients, name yours with --client-cert FILE and --client-key"
                            + " FILE.");
        }
        if (find(e, SSLHandshakeException.class) || find(e, SSLPeerUnverifiedException.class)) {
            throw new RefusedException(
                    uri + " could not prove who it is: " + reason(e),
                    "If its certificate is one of your own, name the authority's certificate with --ca FILE.");
        }
        if (find(e, UnresolvedAddressException.class) || find(e, UnknownHostException.class)) {
            return new LostException(uri + ": no address is known for the host " + uri.getHost(), e);
        }
        if (find(e, HttpConnectTimeoutException.class)) {
            return new LostException(uri + " took no connection for " + text(settings.stall()), e);
        }
        if (find(e, ConnectException.class)) {
            return new LostException(uri + " refused the connection", e);
        }
        if (find(e, NumberFormatException.class)) {
            return new LostException(uri + " answered with a Content-Length that is no number of bytes", e);
        }
        return new LostException(uri + " gave no answer: " + reason(e), e);
    }

    /**
     * Waits for the next part of a body.
     *
     * @return null after the last
     */
    @Nullable
    ByteBuffer next(HttpResponse<BodyBuffers> answer) throws LostException, InterruptedException {
        try {
            return answer.body().next(settings.stall());
        } catch (BodyBuffers.StalledException e) {
            throw new LostException(answer.uri() + " sent nothing for " + text(settings.stall()), e);
        } catch (IOException e) {
            throw new LostException(answer.uri() + " broke off: " + reason(e), e);
        }
    }

    private static boolean find(@Nullable Throwable e, Class<?> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Of the innermost exception: those around it only wrap it. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = cause.getMessage();
        return HumanText.printable(message == null ? cause.getClass().getSimpleName() : message);
    }

    static String text(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /** Ends every request, and returns when no connection and no thread is left. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
