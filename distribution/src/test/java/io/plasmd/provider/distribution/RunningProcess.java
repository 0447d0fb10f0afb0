package io.plasmd.provider.distribution;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of the launcher. */
final class RunningProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("(?m)^Ready: (http://\\S+/) \\(.*, started in (\\d+) ms\\)$");

    private final Process process;
    private final Path out;
    private final Path err;

    RunningProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    void awaitReady() throws Exception {
        Await.until("the server is ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server has ended with status " + process.exitValue() + ": " + err());
            }
            return READY.matcher(err()).find();
        });
    }

    URI url() throws IOException {
        return URI.create(readyLine().group(1));
    }

    /** What the server says of its start. */
    long startMillis() throws IOException {
        return Long.parseLong(readyLine().group(2));
    }

    private Matcher readyLine() throws IOException {
        Matcher matcher = READY.matcher(err());
        if (!matcher.find()) {
            throw new AssertionError("no Ready line: " + err());
        }
        return matcher;
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    /** What it has logged, without the lines before it was ready. */
    List<String> logged() throws IOException {
        return err().lines()
                .dropWhile(line -> !line.startsWith("Ready: "))
                .skip(1)
                .toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int status() throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end; it said: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
