package io.plasmd.provider.cli;

import io.plasmd.provider.release.Fetched;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Origin;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.ReleaseFetcher;
import io.plasmd.provider.release.TrustedKey;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code provider fetch}. */
@Command(
        description = {
            "Downloads a release from a provider into the artifacts directory: verified, and resumed where it broke off.",
            "It is published in one step, and can be served at once."
        },
        mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private TrustOptions trusted;

    @Mixin
    private TransferOptions transfer;

    @Mixin
    private KeepOption keep;

    @Mixin
    private StoreOptions store;

    @Parameters(
            arity = "1",
            paramLabel = "URL",
            description = "A provider, the directory of one release there, or a manifest of one.")
    private String url = "";

    @Option(names = "--allow-older", description = "Take a release that is older than the one that is here.")
    private boolean allowOlder;

    @Option(names = "--json", description = "Print a JSON object, and no progress.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        Origin origin = target.origin(url);
        var fetcher = new ReleaseFetcher(
                target.artifacts(), target.roles(), transfer.read(), trusted.read(target.section()), store.read());
        ProgressDisplay.Opener displays = json ? ProgressDisplay::none : ProgressDisplay::onStderr;
        report(fetcher.fetch(origin, allowOlder, keep.read(target), displays));
        return ExitStatus.DONE.code();
    }

    private void report(Fetched fetched) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Release release = fetched.release();
        if (json) {
            ObjectNode result = ReleaseJson.of(release);
            result.put("signed_by", fetched.signer().map(TrustedKey::id).orElse(null));
            result.put("was_there", fetched.wasThere());
            result.put("newer_manifest_kept", fetched.isOlder());
            result.put("downloaded_bytes", fetched.downloadedBytes());
            ReleaseJson.putRemoved(result, fetched.removed());
            out.println(JsonText.of(result));
        } else {
            out.print(ReleaseTable.of(release));
        }
        out.flush();
        err.println((fetched.wasThere() ? "Was there already, and is current: " : "Fetched, and current: ")
                + HumanText.printable(
                        release.record().channel() + "/" + release.record().arch() + " " + release.version())
                + ", "
                + HumanText.size(fetched.downloadedBytes()) + " of "
                + HumanText.size(release.record().totalSize()) + " downloaded.");
        if (fetched.isOlder()) {
            err.println(
                    "The manifest that was offered is of the same files, and older than the one that is here: that one"
                            + " stays.");
        }
        fetched.removed().forEach(one -> err.println("No longer kept: " + HumanText.printable(one.version()) + "."));
    }
}
