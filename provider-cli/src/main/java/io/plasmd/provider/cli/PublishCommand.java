package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.ProgressDisplay;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.Published;
import io.plasmd.provider.release.Publisher;
import io.plasmd.provider.release.Release;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.server.ExitStatus;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code provider publish}. */
@Command(
        description = {
            "Puts files in place as one release, whole or not at all, and makes it the current one.",
            "A running server follows at once, without a restart."
        })
final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private PublishSources sources;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "The version of the release. Default: today's date, and a number from the second on.")
    private @Nullable String version;

    @Option(
            names = "--link",
            description = "Make the files themselves part of the release, as hard links; do not copy.")
    private boolean link;

    @Option(
            names = "--adopt",
            description = "Make what was put by hand into <artifacts>/<channel>/<arch> the first release, without a"
                    + " moment in which clients find nothing.")
    private boolean adopt;

    @Mixin
    private KeepOption keep;

    @Mixin
    private StoreOptions store;

    @Option(
            names = "--without-kernel",
            description = "Let the release have no kernel of its own: the tree of an installer, or a unified kernel"
                    + " image.")
    private boolean withoutKernel;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** Without {@code --version}, which mixinStandardHelpOptions would bring along. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    void help(boolean asked) {
        // picocli prints it.
    }

    @Override
    public Integer call() throws Exception {
        ReleaseTarget target = ReleaseTarget.of(options);
        var publisher = new Publisher(target.artifacts(), target.roles(), store.read());
        boolean isNew = Files.notExists(target.artifacts());
        Published published =
                publisher.publish(request(target, publisher), json ? ProgressDisplay::none : ProgressDisplay::onStderr);
        if (isNew) {
            // Most often it is meant; and else it is a mistake in writing, which would go unnoticed.
            spec.commandLine()
                    .getErr()
                    .println("There was no directory "
                            + HumanText.printable(target.artifacts().toString()) + ": it was made.");
        }
        report(target, published);
        return ExitStatus.DONE.code();
    }

    private PublishRequest request(ReleaseTarget target, Publisher publisher) throws ReleaseException {
        Optional<Path> adopted =
                adopt ? Optional.of(publisher.adoptable(target.channel(), target.arch())) : Optional.empty();
        List<PublishRequest.Source> files =
                adopted.isPresent() ? sources.adopt(adopted.get(), target.artifacts()) : sources.read(target.roles());
        requireServable(files, target);
        return new PublishRequest(
                target.channel(),
                target.arch(),
                Optional.ofNullable(version),
                files,
                link,
                keep.read(target),
                withoutKernel,
                adopted);
    }

    /** The server of the same configuration would not look at a release with more. */
    private static void requireServable(List<PublishRequest.Source> files, ReleaseTarget target)
            throws ReleaseException {
        int most = target.section().getInt("names.per-architecture");
        if (files.size() > most) {
            throw new ReleaseException(files.size() + " files are to be published, and a server knows at most " + most
                    + " of a release (provider.endpoints.artifacts.names.per-architecture). Leave some out (--exclude),"
                    + " or raise it, and the memory of the server with it: see docs/tuning.md");
        }
    }

    private void report(ReleaseTarget target, Published published) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Release release = published.release();
        if (json) {
            ObjectNode result = ReleaseJson.of(release);
            result.put("was_there", published.wasThere());
            published.aside().ifPresent(directory -> result.put("moved_to", directory.toString()));
            ReleaseJson.putRemoved(result, published.removed());
            out.println(JsonText.of(result));
        } else {
            out.print(ReleaseTable.of(release));
        }
        out.flush();
        err.println((published.wasThere() ? "Was there already, and is current: " : "Published, and current: ")
                + HumanText.printable(target.place() + " " + release.version()) + ", "
                + HumanText.size(release.record().totalSize()) + ".");
        published
                .aside()
                .ifPresent(directory -> err.println("What was there is " + HumanText.printable(directory.toString())
                        + " now, which nobody is served from: remove it when you no longer want it."));
        sources.remarks().forEach(err::println);
        published.removed().forEach(one -> err.println("No longer kept: " + HumanText.printable(one.version()) + "."));
    }
}
