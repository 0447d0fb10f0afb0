package io.plasmd.provider.cli;

import io.plasmd.provider.server.Await;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command in a process of its own, run by the JDK and with the class path of the tests. */
final class ProviderProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Ready: (http://\\S+/) ");

    private final Process process;
    private final Path out;
    private final Path err;

    private ProviderProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** With a pipe for stderr, from which nobody reads. */
    static Process startWithPipe(List<String> arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** With a file of its own for stdout, and its stderr to be read. */
    static Process to(File out, List<String> arguments) throws IOException {
        return new ProcessBuilder(command(arguments)).redirectOutput(out).start();
    }

    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                // Which is ignored where the tests are run by nohup, and a server leaves it at that.
                "env",
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    static ProviderProcess start(Path scratch, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path out = Files.createTempFile(scratch, "out", "");
        Path err = Files.createTempFile(scratch, "err", "");
        var builder = new ProcessBuilder(command(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new ProviderProcess(builder.start(), out, err);
    }

    /** A server on a free loopback port, once it is ready. */
    static ProviderProcess serve(Path scratch, String... options) throws Exception {
        ProviderProcess server = startServer(scratch, Map.of(), options);
        Await.until("the server is ready", () -> server.err().contains("Ready: ") || !server.process.isAlive());
        return server;
    }

    /** The same as soon as its process is there. */
    static ProviderProcess startServer(Path scratch, Map<String, String> environment, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--data",
                scratch.resolve("data").toString()));
        arguments.addAll(List.of(options));
        return start(scratch, environment, arguments);
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    URI url() throws IOException {
        Matcher matcher = READY.matcher(err());
        if (!matcher.find()) {
            throw new AssertionError("no Ready line: " + err());
        }
        return URI.create(matcher.group(1));
    }

    int port() throws IOException {
        return url().getPort();
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal, such as HUP. */
    void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -" + name + ": status " + status);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
