package io.plasmd.provider.cli;

import io.plasmd.provider.release.KeyFiles;
import io.plasmd.provider.release.TrustedKey;
import io.plasmd.provider.server.ExitStatus;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code provider keygen}. */
@Command(
        description = {
            "Makes an Ed25519 key pair to sign manifests with, and prints its id.",
            "The private key stays on the server; clients need the public one, which is written in PEM and for OpenPGP."
        },
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The private key: PKCS#8 in PEM, mode 0600. Default: provider.key")
    private Path file = Path.of("provider.key");

    @Option(
            names = "--public",
            paramLabel = "FILE",
            description = "The public key, in PEM. Default: the name of the private one, with .pub in place of .key.")
    private @Nullable Path publicFile;

    @Option(
            names = "--existing",
            description = "Make no key: write the public half of FILE, which exists, where it is missing.")
    private boolean existing;

    @Override
    public Integer call() throws Exception {
        Path publicKey = publicFile != null ? publicFile : publicNameOf(file);
        TrustedKey key = existing ? KeyFiles.writePublic(file, publicKey) : KeyFiles.generate(file, publicKey);
        var out = spec.commandLine().getOut();
        out.println(key.id());
        out.flush();
        spec.commandLine()
                .getErr()
                .println("Private key: " + file + " (keep it secret, and make it readable for the server's user)\n"
                        + "Public key: " + publicKey + " (for provider verify, provider fetch and openssl)\n"
                        + "For OpenPGP: " + KeyFiles.openPgp(publicKey) + ", and as text "
                        + KeyFiles.openPgpText(publicKey) + " (for gpg, systemd-pull and systemd-sysupdate)\n"
                        + "To sign with it: provider.endpoints.artifacts.manifest.signing-keys = [\""
                        + file.toAbsolutePath().normalize() + "\"]");
        return ExitStatus.DONE.code();
    }

    private static Path publicNameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.replaceFirst("\\.(key|pem)$", "") + ".pub");
    }
}
