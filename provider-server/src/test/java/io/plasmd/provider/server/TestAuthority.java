package io.plasmd.provider.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority of the test's own, and the files of a server whose certificate it issues. */
public final class TestAuthority {
    private final Path directory;
    private final HeldCertificate root = new HeldCertificate.Builder()
            .commonName("test authority")
            .certificateAuthority(0)
            .build();

    public TestAuthority(Path directory) {
        this.directory = directory;
        write(authority(), root.certificatePem());
    }

    public Path certificate() {
        return directory.resolve("server.crt");
    }

    public Path key() {
        return directory.resolve("server.key");
    }

    /** Its own certificate, for clients that are to believe it. */
    public Path authority() {
        return directory.resolve("authority.crt");
    }

    /** A certificate for this machine. */
    public HeldCertificate issue(String name) {
        return issue(name, Instant.now().plus(Duration.ofDays(90)));
    }

    public HeldCertificate issue(String name, Instant end) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(end.minus(Duration.ofDays(91)).toEpochMilli(), end.toEpochMilli())
                .signedBy(root)
                .build();
    }

    /** Puts a certificate and its key in place, each at once. */
    public void install(HeldCertificate certificate) {
        write(certificate(), certificate.certificatePem());
        write(key(), certificate.privateKeyPkcs8Pem());
    }

    public static void write(Path file, String text) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HTTPS on a free port, and files that are looked at all the time. */
    public Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "provider.http.tls.certificate",
                certificate().toString(),
                "provider.http.tls.key",
                key().toString(),
                "provider.http.tls.port",
                "0",
                "provider.http.tls.reload-interval",
                "20ms"));
    }

    /** A client that believes the authority, and shows a certificate of its own where it has one. */
    public OkHttpClient client(HeldCertificate... own) {
        var certificates = new HandshakeCertificates.Builder().addTrustedCertificate(root.certificate());
        for (HeldCertificate certificate : own) {
            certificates.heldCertificate(certificate);
        }
        HandshakeCertificates handshake = certificates.build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(handshake.sslSocketFactory(), handshake.trustManager())
                .callTimeout(Duration.ofSeconds(60))
                .build();
    }
}
