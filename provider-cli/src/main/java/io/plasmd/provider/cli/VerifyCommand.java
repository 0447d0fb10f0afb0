package io.plasmd.provider.cli;

import io.plasmd.provider.release.CheckableRelease;
import io.plasmd.provider.release.CheckedArtifact;
import io.plasmd.provider.release.LocalRelease;
import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.RemoteRelease;
import io.plasmd.provider.release.Trust;
import io.plasmd.provider.release.TrustedKey;
import io.plasmd.provider.server.ExitStatus;
import io.plasmd.provider.server.StartException;
import io.plasmd.provider.server.configuration.Secrets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code provider verify}. */
@Command(
        description = {
            "Checks a release: the signature and expiry of its manifest, then the digest of every artifact.",
            "Reads it from a provider or from a directory, and keeps nothing."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private TrustOptions trusted;

    @Mixin
    private TransferOptions transfer;

    @Parameters(
            arity = "1",
            paramLabel = "URL|DIR",
            description = "A provider, the directory of one release there, or a local directory with a manifest.json.")
    private String place = "";

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "Where the manifest of a directory is. Default: beside the files.")
    private @Nullable Path manifestFile;

    @Option(names = "--manifest-only", description = "Check the signature and expiry, and read no artifact.")
    private boolean manifestOnly;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try {
            return verify();
        } catch (ReleaseException | StartException | CommandLine.ParameterException e) {
            if (json) {
                // Whoever reads an object reads one also then.
                spec.commandLine()
                        .getOut()
                        .println(VerifyReport.failure(Secrets.masked(String.valueOf(e.getMessage()))));
            }
            throw e;
        }
    }

    private int verify() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        Trust trust = trusted.read(target.section());
        CheckableRelease release = find(target);
        Optional<TrustedKey> signer = trust.require(release.manifest(), Instant.now());
        List<CheckedArtifact> checked = manifestOnly ? List.of() : check(release);
        var report = new VerifyReport(release.manifest().manifest(), signer, checked);
        var out = spec.commandLine().getOut();
        out.print(json ? JsonText.of(report.json()) + "\n" : report.table());
        out.flush();
        spec.commandLine().getErr().println(report.summary());
        return (report.isRight() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    private List<CheckedArtifact> check(CheckableRelease release) throws InterruptedException {
        ProgressDisplay.Opener displays = json ? ProgressDisplay::none : ProgressDisplay::onStderr;
        Manifest manifest = release.manifest().manifest();
        try (ProgressDisplay display =
                displays.open(manifest.totalSize(), manifest.artifacts().size())) {
            return release.check(display.progress());
        }
    }

    private CheckableRelease find(ReleaseTarget target) throws ReleaseException, StartException, InterruptedException {
        if (place.startsWith("http://") || place.startsWith("https://")) {
            return RemoteRelease.find(target.origin(place), transfer.read());
        }
        return LocalRelease.find(Path.of(place), target.channel(), target.arch(), Optional.ofNullable(manifestFile));
    }
}
