package io.plasmd.provider.cli;

import com.typesafe.config.Config;
import io.plasmd.provider.release.DirectoryManifest;
import io.plasmd.provider.release.Manifest;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.SignedManifest;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.server.ExitStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code provider manifest}. */
@Command(
        description = "Prints the manifest of a channel and architecture, made without a server.",
        mixinStandardHelpOptions = true)
final class ManifestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Option(names = "--sign", description = "Sign it with the configured keys.")
    private boolean sign;

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        Config settings = target.section().getConfig("manifest");
        List<SigningKey> keys = sign ? keys(settings) : List.of();
        Manifest manifest = new DirectoryManifest(target.artifacts(), target.roles())
                .make(
                        target.channel(),
                        target.arch(),
                        target.provider().getString("name"),
                        Instant.now(),
                        settings.getDuration("lifetime"));
        var out = spec.commandLine().getOut();
        out.println(SignedManifest.sign(manifest, keys).text());
        out.flush();
        return ExitStatus.DONE.code();
    }

    private static List<SigningKey> keys(Config settings) throws ReleaseException {
        List<SigningKey> keys = new ArrayList<>();
        for (String file : settings.getStringList("signing-keys")) {
            keys.add(SigningKey.read(Path.of(file)));
        }
        if (keys.isEmpty()) {
            throw new ReleaseException(
                    "there is no key to sign with: make one with provider keygen, and name its file in"
                            + " provider.endpoints.artifacts.manifest.signing-keys");
        }
        return keys;
    }
}
