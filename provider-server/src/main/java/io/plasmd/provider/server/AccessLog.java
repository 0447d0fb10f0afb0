package io.plasmd.provider.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.RolloverFileOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One line for each request: time, client, method, path, status, range, bytes sent of bytes promised, milliseconds,
 * User-Agent and, for an answer that was cut short, the reason.
 */
final class AccessLog implements AutoCloseable {
    static final String OFF = "off";
    static final String STDERR = "stderr";

    private final @Nullable OutputStream file;
    private final @Nullable AccessLogWriter writer;

    private AccessLog(@Nullable OutputStream file, @Nullable AccessLogWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens it.
     *
     * @param target off, stderr or the name of a file, which is rotated every day at midnight (UTC)
     * @param retainDays after how many days a rotated file is deleted
     */
    static AccessLog open(String target, int retainDays, HostMetrics metrics) throws StartException {
        if (target.equals(OFF)) {
            return new AccessLog(null, null);
        }
        LabelledCounter dropped = metrics.counter(
                "access_log_lines_dropped_total", "Lines that were lost because the log could not be written in time.");
        if (target.equals(STDERR)) {
            // Not System.err, whose lock every other line would wait for.
            OutputStream stderr = new FilterOutputStream(new FileOutputStream(FileDescriptor.err));
            return new AccessLog(null, new AccessLogWriter(stderr, dropped));
        }
        try {
            Path path = Path.of(target).toAbsolutePath();
            Files.createDirectories(path.getParent());
            OutputStream file =
                    new RolloverFileOutputStream(dated(path), true, retainDays, TimeZone.getTimeZone("UTC"));
            return new AccessLog(file, new AccessLogWriter(file, dropped));
        } catch (IOException e) {
            throw new StartException(
                    ExitStatus.WRONG_USAGE,
                    "provider.log.access.target = " + target + ": the file cannot be written: " + e.getMessage()
                            + ". Name a file in a directory that the server may write to, or off, or stderr.",
                    e);
        }
    }

    /** {@code access.log} becomes {@code access.yyyy_mm_dd.log}, the form that tells Jetty where the date belongs. */
    private static String dated(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        return path.resolveSibling(stem + ".yyyy_mm_dd" + ending).toString();
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
                LogText.requestLine(request),
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
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Written and flushed already.
            }
        }
    }
}
