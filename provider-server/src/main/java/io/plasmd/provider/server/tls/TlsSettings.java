package io.plasmd.provider.server.tls;

import com.typesafe.config.ConfigValue;
import io.plasmd.provider.server.configuration.ValueReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTPS beside plain HTTP.
 *
 * @param certificate the chain, that of the server first
 * @param clientAuthorities who may have issued the certificates of clients
 */
public record TlsSettings(
        PemFile certificate,
        PemFile key,
        String bind,
        int port,
        Duration reloadInterval,
        ClientAuth clientAuth,
        Optional<PemFile> clientAuthorities) {

    /** Whether clients show certificates of their own. */
    enum ClientAuth {
        NONE,
        WANTED,
        REQUIRED
    }

    private static final String KEY = "provider.http.tls.";

    /** Nothing where HTTPS is off, or where what is set does not suffice, which is then a problem. */
    public static Optional<TlsSettings> read(ValueReader reader) {
        String bind = reader.config().getString(KEY + "bind");
        if (bind.isEmpty()) {
            bind = reader.config().getString("provider.http.bind");
        } else {
            reader.requireAddress(KEY + "bind", bind);
        }
        int port = reader.number(KEY + "port", 0, 65_535);
        Duration reloadInterval = reader.positive(KEY + "reload-interval");
        ClientAuth clientAuth = clientAuth(reader);
        boolean hasKey = !reader.config().getString(KEY + "key").isEmpty();
        if (reader.config().getString(KEY + "certificate").isEmpty()) {
            if (hasKey) {
                reader.wrong(
                        KEY + "key", "there is no provider.http.tls.certificate that it belongs to. Set both, or none");
            }
            return Optional.empty();
        }
        if (!hasKey) {
            reader.wrong(
                    KEY + "certificate",
                    "there is no provider.http.tls.key to it. Set it to the PEM file of its private key");
            return Optional.empty();
        }
        if (clientAuth != ClientAuth.NONE
                && reader.config().getString(KEY + "client-ca").isEmpty()) {
            reader.wrong(
                    KEY + "client-auth",
                    "there is no provider.http.tls.client-ca. Set it to the PEM file of the authorities that issue the"
                            + " certificates of clients");
            return Optional.empty();
        }
        Optional<PemFile> certificate = pem(reader, "certificate");
        Optional<PemFile> key = pem(reader, "key");
        boolean clientsAreKnown = clientAuth != ClientAuth.NONE;
        Optional<PemFile> authorities = clientsAreKnown ? pem(reader, "client-ca") : Optional.empty();
        if (certificate.isEmpty() || key.isEmpty() || clientsAreKnown != authorities.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                new TlsSettings(certificate.get(), key.get(), bind, port, reloadInterval, clientAuth, authorities));
    }

    private static ClientAuth clientAuth(ValueReader reader) {
        try {
            return ClientAuth.valueOf(
                    reader.config().getString(KEY + "client-auth").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            reader.wrong(KEY + "client-auth", "expected none, wanted or required");
            return ClientAuth.NONE;
        }
    }

    private static Optional<PemFile> pem(ValueReader reader, String name) {
        ConfigValue value = reader.config().getValue(KEY + name);
        try {
            String text = String.valueOf(value.unwrapped());
            if (!text.isEmpty()) {
                Path path = Path.of(text).toAbsolutePath();
                return Optional.of(new PemFile(KEY + name, path, value.origin()));
            }
        } catch (InvalidPathException e) {
            // reported below
        }
        reader.wrong(KEY + name, "expected the name of a PEM file");
        return Optional.empty();
    }
}
