package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.server.ExitStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code provider rollback}. */
@Command(
        description = "Makes the release current again that was so before the current one, or another that is kept.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private StoreOptions store;

    @Option(names = "--to", paramLabel = "VERSION", description = "The release to go back to.")
    private @Nullable String to;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        Release release = new Publisher(target.artifacts(), target.roles(), store.read())
                .rollback(target.channel(), target.arch(), Optional.ofNullable(to));
        var out = spec.commandLine().getOut();
        out.println(json ? JsonText.of(ReleaseJson.of(release)) : HumanText.harmless(release.version()));
        out.flush();
        spec.commandLine()
                .getErr()
                .println("Current again: " + HumanText.printable(target.place() + " " + release.version()) + ".");
        return ExitStatus.DONE.code();
    }
}
