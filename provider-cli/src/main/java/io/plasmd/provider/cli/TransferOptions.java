package io.plasmd.provider.cli;

import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.TransferSettings;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.Version;
import java.time.Duration;
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

    @Option(
            names = "--min-rate",
            paramLabel = "BYTES",
            description =
                    "Give up where fewer bytes come in a second, over two minutes and on all connections together;"
                            + " 0: never. What has come is kept. Default: 1024")
    private long minRate = 1024;

    @Option(
            names = "--manifest-timeout",
            paramLabel = "SECONDS",
            description = "Give up where the manifest is not there after so long. Default: 120")
    private int manifestTimeout = 120;

    TransferSettings read() throws ReleaseException, StartException {
        if (connections < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--connections " + connections + ": expected 1 or more");
        }
        if (minRate < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--min-rate " + minRate + ": expected bytes per second, or 0 for no limit");
        }
        if (manifestTimeout < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--manifest-timeout " + manifestTimeout + ": expected seconds, 1 or more");
        }
        return TransferSettings.of(Version.current())
                .withConnections(connections)
                .withMinRate(minRate)
                .withManifestTime(Duration.ofSeconds(manifestTimeout))
                .withTls(tls.read().orElse(null));
    }
}
