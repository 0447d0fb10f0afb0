package io.plasmd.provider.server.tls;

import com.typesafe.config.ConfigOriginFactory;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import nl.altindag.ssl.util.KeyManagerUtils;

/** By which a command shows who it is, to a server that asks its clients for certificates. */
public final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * Reads one, in any of the forms that the server's own may have.
     *
     * @param certificate a PEM file with the certificate, and those that lead from it to an authority
     * @param key a PEM file with its private key, which may be the same
     * @throws PemException where they cannot be used, or do not belong together
     */
    public static KeyManager read(Path certificate, Path key) throws PemException {
        var files = new TlsSettings(
                file("--client-cert", certificate),
                file("--client-key", key),
                "",
                0,
                Duration.ZERO,
                TlsSettings.ClientAuth.NONE,
                Optional.empty());
        TlsIdentity identity = TlsIdentity.load(files);
        return KeyManagerUtils.createKeyManager(identity.key(), identity.chain().toArray(X509Certificate[]::new));
    }

    private static PemFile file(String option, Path path) {
        return new PemFile(option, path.toAbsolutePath(), ConfigOriginFactory.newSimple("option " + option));
    }
}
