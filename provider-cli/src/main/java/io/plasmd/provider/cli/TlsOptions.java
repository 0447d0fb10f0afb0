package io.plasmd.provider.cli;

import io.plasmd.provider.release.CaCertificates;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.tls.ClientCertificate;
import io.plasmd.provider.server.tls.PemException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whom a command believes over https, and by what it is believed itself. */
final class TlsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates that an https server is held against, in PEM. Default: those of the runtime.")
    private @Nullable Path authority;

    @Option(
            names = "--client-cert",
            paramLabel = "FILE",
            description = "The certificate to show to an https server that asks for one, in PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--client-key",
            paramLabel = "FILE",
            description = "Its private key, in PEM. Default: it is in the file of the certificate.")
    private @Nullable Path key;

    /** Empty for what the Java runtime does by itself. */
    Optional<SSLContext> read() throws ReleaseException, StartException {
        if (certificate == null) {
            if (key != null) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--client-key " + key + ": name the certificate too, with --client-cert");
            }
            return authority == null ? Optional.empty() : Optional.of(CaCertificates.trusting(authority));
        }
        return Optional.of(CaCertificates.context(Optional.ofNullable(authority), identity(certificate)));
    }

    private KeyManager identity(Path shown) throws StartException {
        try {
            return ClientCertificate.read(shown, key == null ? shown : key);
        } catch (PemException e) {
            throw new StartException(ExitStatus.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
