package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.http.RequestLine;
import io.plasmd.provider.server.log.LogText;
import io.plasmd.provider.server.status.HostMetrics;
import io.plasmd.provider.server.status.LabelledCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * One line for each request: time, client, method, path, status, range, bytes sent of bytes promised, milliseconds,
 * User-Agent and, for an answer that was cut short, the reason.
 */
final class AccessLog implements AutoCloseable {
    static final String OFF = "off";
    static final String STDERR = "stderr";

    private final @Nullable AccessLogWriter writer;

    private AccessLog(@Nullable AccessLogWriter writer) {
        this.writer = writer;
    }

    /**
     * Opens it.
     *
     * @param target off, stderr or the name of a file, which is rotated every day at midnight (UTC)
     * @param retainDays after how many days a rotated file is deleted
     */
    static AccessLog open(String target, int retainDays, HostMetrics metrics, InstantSource clock)
            throws StartException {
        if (target.equals(OFF)) {
            return new AccessLog(null);
        }
        LabelledCounter dropped = metrics.counter(
                "access_log_lines_dropped_total", "Lines that were lost because the log could not be written in time.");
        if (target.equals(STDERR)) {
            return new AccessLog(new AccessLogWriter(LineTarget.stderr(), dropped));
        }
        try {
            var file = new AccessLogFile(Path.of(target).toAbsolutePath(), retainDays, clock);
            file.open();
            return new AccessLog(new AccessLogWriter(file, dropped));
        } catch (IOException e) {
            throw new StartException(ExitStatus.FAILED, unwritable(target, String.valueOf(e.getMessage())), e);
        }
    }

    /** What stands against writing it, found without writing. */
    static List<Problem> trial(String target) {
        if (target.equals(OFF) || target.equals(STDERR)) {
            return List.of();
        }
        Path existing = Path.of(target).toAbsolutePath().getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
                ? List.of()
                : List.of(new Problem("", unwritable(target, existing + " is no directory that this user may write to"))
                        .ofMachine());
    }

    private static String unwritable(String target, String why) {
        return "provider.log.access.target = " + target + ": the file cannot be written: " + why
                + ". Name a file in a directory that the server may write to, or off, or stderr.";
    }

    /** Has the file opened again, as whoever rotates logs asks for. */
    void reopen() {
        if (writer != null) {
            writer.reopen();
        }
    }

    boolean isOn() {
        return writer != null;
    }

    void log(Request request, Response response, long sent, String cutShort) {
        if (writer == null) {
            return;
        }
        HttpFields headers = request.getHeaders();
        long promised =
                request.getMethod().equals("HEAD") ? 0 : response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        String line = String.join(
                " ",
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                LogText.escape(Request.getRemoteAddr(request)),
                RequestLine.of(request),
                Integer.toString(response.getStatus()),
                LogText.escape(headers.get(HttpHeader.RANGE)),
                sent + "/" + (promised < 0 ? "-" : promised),
                TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getBeginNanoTime())) + "ms",
                '"' + LogText.escape(headers.get(HttpHeader.USER_AGENT)) + '"');
        writer.write(cutShort.isEmpty() ? line : line + " cut short: " + cutShort);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
