package io.plasmd.provider.netboot.command;

import io.plasmd.provider.netboot.arguments.Options;
import io.plasmd.provider.netboot.arguments.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code provider netboot explain}: asks the server that runs, since it knows what machines have said. */
final class ExplainCommand {
    static final String USAGE = """
            Usage: provider netboot explain --url=URL (--mac=ADDRESS | --uuid=UUID) [FACTS]
            Prints which rule counts for a machine, and what it would be sent.

                  --url=URL            the address that the server has for operations, or else its own
                  --mac, --uuid        the machine
                  --arch, --platform, --serial, --asset, --manufacturer, --product, --hostname
                                       what it says; otherwise, what it said last
              -h, --help               shows this help

            Exit status: 0 done, 1 the server does not answer, 2 wrong usage.
            """;

    private static final Set<String> FLAGS = Set.of("--help", "-h");
    private static final List<String> FACTS =
            List.of("mac", "uuid", "arch", "platform", "serial", "asset", "manufacturer", "product", "hostname");
    private static final Set<String> VALUES = Stream.concat(
                    Stream.of("--url"), FACTS.stream().map(fact -> "--" + fact))
            .collect(Collectors.toUnmodifiableSet());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private ExplainCommand() {}

    /**
     * What is to be printed.
     *
     * @throws UsageException where the arguments make no sense; the message says why
     * @throws IOException where the server has no answer; the message says why
     */
    static String run(List<String> arguments) throws IOException, InterruptedException {
        var options = new Options(arguments, FLAGS, VALUES);
        return options.has("--help") || options.has("-h") ? USAGE : ask(address(options));
    }

    private static URI address(Options options) {
        if (!options.has("--url")) {
            throw new UsageException("--url is missing: the address of the server, as http://127.0.0.1:8080");
        }
        if (!options.has("--mac") && !options.has("--uuid")) {
            throw new UsageException("which machine? --mac or --uuid");
        }
        String query = FACTS.stream()
                .filter(fact -> options.has("--" + fact))
                .map(fact -> fact + "=" + encoded(Objects.requireNonNull(options.value("--" + fact))))
                .collect(Collectors.joining("&"));
        String url = options.value("--url", "").replaceFirst("/+$", "");
        try {
            URI address = URI.create(url + "/netboot/explain?" + query);
            if (Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // It is said below.
        }
        throw new UsageException("--url: \"" + url + "\" is no address: expected one as http://127.0.0.1:8080");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String ask(URI address) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != OK) {
                throw new IOException("the server answers " + response.statusCode()
                        + (response.statusCode() == NOT_FOUND
                                ? ": is the plugin on (provider.endpoints.netboot.enabled), and this its address for"
                                        + " operations?"
                                : ": " + response.body().strip()));
            }
            return response.body();
        }
    }
}
