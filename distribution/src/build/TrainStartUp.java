import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the start-up cache of an install: runs its server once, through its own launcher and with its own options, asks
 * it for what machines that boot ask for, stops it, and has the runtime keep what it learned. Then runs it with the
 * cache, and asks it for everything.
 *
 * <p>It is a test as well: an answer that is not as expected fails the build.
 */
final class TrainStartUp {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern READY = Pattern.compile("Ready: (http://\\S+/) .*");

    private final Path install;
    private final Path launcher;
    private final Path jar;
    private final Path cache;
    private final Path defaults;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private TrainStartUp(Path install) {
        this.install = install;
        launcher = install.resolve("bin/provider");
        jar = install.resolve("lib/provider.jar");
        cache = install.resolve("runtime/provider.aot");
        defaults = install.resolve("runtime/defaults.conf");
    }

    public static void main(String[] args) throws Exception {
        try {
            Path install = Path.of(args[0]).toRealPath();
            SourceTime.set(args[3], install);
            new TrainStartUp(install).run();
            SourceTime.set(args[3], install);
            RuntimeAge.warnIfOlder(install, args[1]);
            NewerVersions.warn(Path.of(args[2]));
        } catch (TrainingFailed e) {
            System.err.println("The training run of the start-up cache failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws Exception {
        Files.deleteIfExists(cache);
        copyDefaults();
        String output = train();
        expect(Files.isRegularFile(cache), "the runtime left no " + cache + "; it printed:\n" + output);
        // How the launcher knows that the two belong together.
        Files.setLastModifiedTime(cache, Files.getLastModifiedTime(jar));
        tryOut();
    }

    /** Where they are found without a look into the jar, and without what nobody but people would read. */
    private void copyDefaults() throws IOException {
        try (FileSystem inJar = FileSystems.newFileSystem(jar);
                Stream<String> lines = Files.lines(inJar.getPath("reference.conf"))) {
            Files.write(
                    defaults,
                    lines.map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(line -> line.replaceFirst(" = ", "="))
                            .toList());
        }
    }

    private void tryOut() throws Exception {
        // Unreadable or unusable, the cache would only make the start slow; here that is a failure.
        Run server = start("-XX:AOTMode=on", "serve", "--demo", "--port", "0");
        try {
            var requests = new Requests(client, server.ready());
            requests.boot();
            requests.operate();
            server.process.toHandle().destroy();
            server.expectEnd();
        } finally {
            server.process.destroyForcibly();
        }
    }

    private String train() throws Exception {
        // The path is relative to the working directory: PROVIDER_JAVA_OPTS is split at blanks. Profiles are left out:
        // with them the compiler gets busy at once and takes the processor from the start (271 ms in place of 234).
        String options = "-XX:AOTCacheOutput=" + install.relativize(cache) + " -XX:-AOTRecordTraining"
                + " -Dprovider.defaults=" + install.relativize(defaults);
        Run server = start(options, "serve", "--demo", "--port", "0");
        try {
            URI base = server.ready();
            // Not what is asked of a server that runs: all that the cache holds is loaded at each start, and is memory
            // of the process. Without the mapper of Jackson and the metrics it has 900 classes less of 4,600; the first
            // /status then takes 250 ms in place of 40.
            // Several times: some code is only reached once the digests are known.
            for (int round = 0; round < 3; round++) {
                new Requests(client, base).boot();
            }
            stopDuringDownload(server, base);
            server.expectEnd();
            return server.output.toString();
        } finally {
            server.process.destroyForcibly();
        }
    }

    /** The drain is part of every run, too. */
    private void stopDuringDownload(Run server, URI base) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("rootfs")).build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            long received = body.readNBytes(1000).length;
            // Not Process.destroy(), which closes the output as well, and the runtime still has to say something.
            server.process.toHandle().destroy();
            received += body.transferTo(OutputStream.nullOutputStream());
            long announced =
                    response.headers().firstValueAsLong("Content-Length").orElse(-1);
            expect(received == announced, "a download that SIGTERM met: " + received + " bytes of " + announced);
        }
    }

    private Run start(String javaOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(install.toFile()).redirectErrorStream(true);
        builder.environment().put("PROVIDER_JAVA_OPTS", javaOptions);
        // Nothing of this build's own settings is to reach the server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PROVIDER_") && !name.endsWith("JAVA_OPTS"));
        return new Run(builder.start());
    }

    private static void expect(boolean condition, String what) {
        if (!condition) {
            throw new TrainingFailed(what);
        }
    }

    /** One process, its output collected. */
    private static final class Run {
        private final Process process;
        private final StringBuffer output = new StringBuffer();
        private final CompletableFuture<URI> ready = new CompletableFuture<>();
        private final Thread reader = Thread.ofVirtual().unstarted(this::read);

        Run(Process process) {
            this.process = process;
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    Matcher matcher = READY.matcher(line);
                    if (matcher.matches()) {
                        ready.complete(URI.create(matcher.group(1)));
                    }
                }
            } catch (IOException e) {
                output.append(e).append('\n');
            }
            ready.completeExceptionally(new IOException("the output ended"));
        }

        URI ready() throws InterruptedException {
            try {
                return ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new TrainingFailed("the server did not become ready; it printed:\n" + output);
            }
        }

        void expectEnd() throws InterruptedException {
            if (!process.waitFor(PATIENCE)) {
                process.destroyForcibly();
                throw new TrainingFailed("no end after " + PATIENCE.toSeconds() + " s; it printed:\n" + output);
            }
            reader.join(PATIENCE);
            expect(process.exitValue() == 0, "exit status " + process.exitValue() + "; it printed:\n" + output);
        }
    }

    /** What clients ask of the demo. */
    private record Requests(HttpClient client, URI base) {
        private static final String RANGE = "Range";

        /** By machines that boot, and by what watches over the server. */
        void boot() throws Exception {
            for (String path : List.of("health", "health/live", "health/ready")) {
                expectStatus(200, "GET", path, Map.of());
                expectStatus(200, "HEAD", path, Map.of());
            }
            for (String role : List.of("kernel", "initramfs", "rootfs")) {
                artifact(role);
            }
            refusals();
            bootLoader();
        }

        /** By people, and by other programs than boot clients. */
        void operate() throws Exception {
            for (String path : List.of("", "status", "metrics", "manifest.json")) {
                expectStatus(200, "GET", path, Map.of());
                expectStatus(200, "HEAD", path, Map.of());
            }
            expectStatus(200, "GET", "", Map.of("Accept", "text/html,*/*;q=0.8"));
        }

        private void artifact(String role) throws Exception {
            HttpResponse<byte[]> whole = expectStatus(200, "GET", role, Map.of());
            expectStatus(200, "HEAD", role, Map.of());
            expectStatus(206, "GET", role, Map.of(RANGE, "bytes=0-1023"));
            expectStatus(206, "GET", role, Map.of(RANGE, "bytes=-1024"));
            expectStatus(206, "GET", role, Map.of(RANGE, "bytes=0-99,200-299"));
            expectStatus(416, "GET", role, Map.of(RANGE, "bytes=99999999999-"));
            whole.headers()
                    .firstValue("Last-Modified")
                    .ifPresent(date -> expectStatus(304, "GET", role, Map.of("If-Modified-Since", date)));
            whole.headers().firstValue("ETag").ifPresent(tag -> {
                expectStatus(304, "GET", role, Map.of("If-None-Match", tag));
                expectStatus(206, "GET", role, Map.of("If-Range", tag, RANGE, "bytes=100-"));
                expectStatus(412, "GET", role, Map.of("If-Match", "\"other\""));
            });
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(whole.body()));
            String announced = whole.headers().firstValue("X-Content-SHA256").orElse(digest);
            expect(digest.equals(announced), role + " has the digest " + digest + ", announced was " + announced);
        }

        private void refusals() {
            expectStatus(404, "GET", "no/such/thing", Map.of());
            expectStatus(404, "GET", "nothing", Map.of("Accept", "text/html"));
            expectStatus(405, "POST", "kernel", Map.of());
        }

        /** What the oldest of clients sends: HTTP/1.0 without Host, and a connection for itself. */
        private void bootLoader() throws IOException {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write("GET /kernel HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] head = socket.getInputStream().readNBytes(64);
                String line = new String(head, StandardCharsets.US_ASCII)
                        .lines()
                        .findFirst()
                        .orElse("");
                expect(line.endsWith(" 200 OK"), "GET /kernel HTTP/1.0 was answered with: " + line);
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }

        private HttpResponse<byte[]> expectStatus(int status, String method, String path, Map<String, String> headers) {
            HttpResponse<byte[]> response = send(method, path, headers);
            expect(
                    response.statusCode() == status,
                    method + " /" + path + " " + headers + " was answered with " + response.statusCode()
                            + ", expected was " + status);
            return response;
        }

        private HttpResponse<byte[]> send(String method, String path, Map<String, String> headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(PATIENCE)
                    .method(method, BodyPublishers.noBody());
            headers.forEach(request::header);
            try {
                return client.send(request.build(), BodyHandlers.ofByteArray());
            } catch (IOException e) {
                throw new TrainingFailed(method + " /" + path + " " + headers + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrainingFailed("interrupted");
            }
        }
    }

    private static final class TrainingFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        TrainingFailed(String message) {
            super(message);
        }
    }
}
