package io.plasmd.provider.cli;

import com.typesafe.config.Config;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.Preparation;
import io.plasmd.provider.server.StartException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server that a command asks. */
final class RemoteProvider {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Some 230 for an artifact: more than 250,000 of them. */
    private static final long MOST_CHARACTERS = 64L << 20;

    @Mixin
    private ServerOptions options;

    @Option(names = "--url", paramLabel = "URL", description = "The server to ask. Default: the configured one.")
    private @Nullable String url;

    @Mixin
    private TlsOptions tls;

    private long received;

    /** Its {@code /status}. */
    JsonNode status() throws StartException, ReleaseException {
        return status("");
    }

    /**
     * A part of its {@code /status}.
     *
     * @param query with its question mark; empty for none
     */
    JsonNode status(String query) throws StartException, ReleaseException {
        URI base = base();
        try {
            URL status = new URI(base + (base.toString().endsWith("/") ? "" : "/") + "status" + query).toURL();
            StatusRequest.Answer answer = new StatusRequest(status, tls.read().orElse(null), LIMIT).send();
            if (answer.status() != HttpURLConnection.HTTP_OK) {
                throw failure(
                        base, "it answered " + answer.status() + " for /status; " + advice(answer.status()), null);
            }
            received += answer.body().length();
            if (received > MOST_CHARACTERS) {
                throw failure(base, "its answers are longer than " + MOST_CHARACTERS + " characters", null);
            }
            return JsonMapper.builder().build().readTree(answer.body());
        } catch (SSLHandshakeException e) {
            throw failure(base, untrusted(e), e);
        } catch (IOException e) {
            throw failure(base, e.getMessage() + ". Is it running? Name another server with --url.", e);
        } catch (JacksonException e) {
            throw failure(base, "its /status is no JSON; is it a provider?", e);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw wrongUrl(String.valueOf(url));
        }
    }

    private static String untrusted(SSLHandshakeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = String.valueOf(cause.getMessage());
        // RFC 8446, section 6: an alert is what the other side has against this one.
        return why.contains("fatal alert")
                ? "it does not accept this client: " + why
                        + ". If it asks for a certificate of its clients, name yours with"
                        + " --client-cert FILE and --client-key FILE."
                : "it could not prove who it is: " + why
                        + ". If its certificate is one of your own, name the authority's"
                        + " certificate with --ca FILE.";
    }

    private static String advice(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> "redirects are not followed: name the server itself with --url";
            case 421 -> "provider.http.allowed-hosts of that server does not have this name";
            default -> "is it a provider?";
        };
    }

    private static StartException failure(URI base, String why, @Nullable Exception cause) {
        String message = "cannot ask " + base + ": " + why;
        return cause == null
                ? new StartException(ExitStatus.FAILED, message)
                : new StartException(ExitStatus.FAILED, message, cause);
    }

    private static StartException wrongUrl(String url) {
        return new StartException(
                ExitStatus.WRONG_USAGE, "--url " + url + ": expected a URL such as http://127.0.0.1:8080/");
    }

    private URI base() throws StartException {
        if (url != null) {
            URI given;
            try {
                given = new URI(url);
            } catch (URISyntaxException e) {
                throw wrongUrl(url);
            }
            if (given.getHost() == null || !String.valueOf(given.getScheme()).matches("https?")) {
                throw wrongUrl(url);
            }
            return given;
        }
        try (Preparation preparation = Preparation.of(options.sources(List.of()), ConfigurationArguments.home())) {
            Config http = preparation.config().getConfig("provider.http");
            // Where operations have an address of their own, /status is answered there only.
            Config config = http.getString("operations.bind").isEmpty() ? http : http.getConfig("operations");
            String bind = config.getString("bind");
            // Every address of the machine includes the loopback one.
            String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
            return new URI("http", null, host, config.getInt("port"), "/", null, null);
        } catch (URISyntaxException e) {
            throw new StartException(ExitStatus.FAILED, "cannot tell the URL of the configured server: " + e, e);
        }
    }
}
