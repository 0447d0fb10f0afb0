package io.plasmd.provider.cli;

import com.typesafe.config.Config;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.Trust;
import io.plasmd.provider.release.TrustedKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which manifests a command believes. */
final class TrustOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--key",
            paramLabel = "FILE|ID",
            description = "A public key that is believed: a PEM file, or an id as keygen prints it. Repeatable."
                    + " Default: as configured.")
    private final List<String> keys = new ArrayList<>();

    @Option(names = "--allow-unsigned", description = "Ask for no signature: tells damage, but no forgery.")
    private boolean allowUnsigned;

    /** Reads what was asked for. */
    Trust read(Config artifacts) throws ReleaseException {
        if (allowUnsigned) {
            return Trust.inAnyone();
        }
        List<TrustedKey> trusted = new ArrayList<>();
        for (String key : keys.isEmpty() ? artifacts.getStringList("trusted-keys") : keys) {
            trusted.add(TrustedKey.read(key));
        }
        if (trusted.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "whose signature is to be believed? Name a public key with --key, or in"
                            + " provider.endpoints.artifacts.trusted-keys; or ask for none with --allow-unsigned");
        }
        return Trust.in(trusted);
    }
}
