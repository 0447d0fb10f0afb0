package io.plasmd.provider.cli;

import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.TransferSettings;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.Version;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command reads from another machine. */
final class TransferOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private TlsOptions tls;

    @Option(names = "--connections", paramLabel = "N", description = "How many requests at once. Default: 4")
    private int connections = 4;

    TransferSettings read() throws ReleaseException, StartException {
        if (connections < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--connections " + connections + ": expected 1 or more");
        }
        return TransferSettings.of(Version.current())
                .withConnections(connections)
                .withTls(tls.read().orElse(null));
    }
}
