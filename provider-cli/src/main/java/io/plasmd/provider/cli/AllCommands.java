package io.plasmd.provider.cli;

import picocli.CommandLine;

/** For the build, which makes man pages of them. Not in {@link Main}: Java loads what the public methods there speak of. */
public final class AllCommands {
    private AllCommands() {}

    /** The command with all those below it. */
    public static CommandLine get() {
        return Main.commandLine();
    }
}
