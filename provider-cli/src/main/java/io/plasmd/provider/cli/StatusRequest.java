package io.plasmd.provider.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A GET of {@code /status}, from a server that may be none, or mean ill: no redirects, and an end to time and bytes. */
final class StatusRequest {
    private static final int SILENCE_MILLIS = 5_000;

    /** Some 200 bytes for an artifact: more than 300,000 of them. */
    private static final int MOST_BYTES = 64 << 20;

    private final URL url;
    private final @Nullable SSLContext tls;
    private final Duration limit;

    /**
     * An answer.
     *
     * @param body of 200; empty where the status is another
     */
    record Answer(int status, String body) {}

    /**
     * One that is to be sent.
     *
     * @param tls null for what the runtime does by itself
     */
    StatusRequest(URL url, @Nullable SSLContext tls, Duration limit) {
        this.url = url;
        this.tls = tls;
        this.limit = limit;
    }

    Answer send() throws IOException {
        var task = new FutureTask<>(this::read);
        // A thread of its own: one byte every few seconds, in the head or in the body, is never a timeout for a socket.
        Thread.ofPlatform().daemon().name("status-request").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("there was no whole answer after " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private Answer read() throws IOException {
        var connection = (HttpURLConnection) url.openConnection();
        if (tls != null && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(tls.getSocketFactory());
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(SILENCE_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return new Answer(status, "");
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] body = in.readNBytes(MOST_BYTES + 1);
                if (body.length > MOST_BYTES) {
                    throw new IOException("its answer is longer than " + MOST_BYTES + " bytes");
                }
                return new Answer(status, new String(body, StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
