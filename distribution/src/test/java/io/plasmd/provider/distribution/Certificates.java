package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import okhttp3.tls.HeldCertificate;

/** An authority of the test's own, and a certificate that it has issued for this machine. */
record Certificates(Path authority, Path certificate, Path key) {

    static Certificates in(Path directory) throws IOException {
        HeldCertificate root = new HeldCertificate.Builder()
                .commonName("test authority")
                .certificateAuthority(0)
                .build();
        HeldCertificate server = new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .duration(90, java.util.concurrent.TimeUnit.DAYS)
                .signedBy(root)
                .build();
        Path key = Files.writeString(directory.resolve("server.key"), server.privateKeyPkcs8Pem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new Certificates(
                Files.writeString(directory.resolve("authority.crt"), root.certificatePem()),
                Files.writeString(directory.resolve("server.crt"), server.certificatePem()),
                key);
    }

    /** HTTPS on a free port. */
    String[] options() {
        return new String[] {
            "--set", "provider.http.tls.certificate=" + certificate,
            "--set", "provider.http.tls.key=" + key,
            "--set", "provider.http.tls.port=0"
        };
    }

    /** The port that the server says it listens on for HTTPS. */
    static int port(RunningProcess server) throws IOException {
        return server.err()
                .lines()
                .filter(line -> line.contains("listening as well: https://"))
                .map(line -> Integer.parseInt(line.replaceFirst(".*https://[^/]*:(\\d+)/.*", "$1")))
                .findFirst()
                .orElseThrow();
    }
}
