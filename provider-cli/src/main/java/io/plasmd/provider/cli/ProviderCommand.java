package io.plasmd.provider.cli;

import io.plasmd.provider.server.Version;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a command: says what there is. */
@Command(
        name = "provider",
        description = "Serves boot artifacts (kernel, initramfs, root file system) over HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = ProviderCommand.VersionText.class,
        footer = {"", "Exit status: 0 done, 1 it failed, 2 wrong usage or wrong configuration."})
final class ProviderCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<String> names = Commands.names();
        String last = names.getLast();
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "which command? " + String.join(", ", names.subList(0, names.size() - 1)) + " or " + last);
    }

    /** The answer to --version. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            // The holes of the runtime are the product's: whoever reads of one wants to know which it is.
            return new String[] {
                "provider " + Version.current() + " (Java " + Runtime.version() + ")",
                "commit " + Version.commit() + " of " + Version.commitTime()
            };
        }
    }
}
