package io.plasmd.provider.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help. None is made before it is asked for: picocli reads the annotations of
 * each that it is given, and its class has to be loaded for that.
 */
final class Commands {
    /** With lambdas, since a method reference would load the class of the command along with this one. */
    private static final List<Entry> ALL = List.of(
            new Entry("serve", () -> new ServeCommand()),
            new Entry("check", () -> new CheckCommand()),
            new Entry("config", () -> new ConfigCommand()),
            new Entry("status", () -> new StatusCommand()),
            new Entry("list", () -> new ListCommand()),
            new Entry("publish", () -> new PublishCommand()),
            new Entry("versions", () -> new VersionsCommand()),
            new Entry("rollback", () -> new RollbackCommand()),
            new Entry("keygen", () -> new KeygenCommand()),
            new Entry("manifest", () -> new ManifestCommand()),
            new Entry("verify", () -> new VerifyCommand()),
            new Entry("fetch", () -> new FetchCommand()));

    private record Entry(String name, Supplier<Callable<Integer>> command) {}

    private Commands() {}

    static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    /** Whether it is one of these, or the help for them. */
    static boolean has(String name) {
        return name.equals(HELP) || ALL.stream().anyMatch(entry -> entry.name().equals(name));
    }

    /** {@code provider help}, and {@code provider help COMMAND}. */
    private static final String HELP = "help";

    /** Adds the command that the first argument names; all where it names none, for the help and the suggestions. */
    static void add(CommandLine provider, String... args) {
        List<Entry> named = args.length == 0
                ? List.of()
                : ALL.stream().filter(entry -> entry.name().equals(args[0])).toList();
        for (Entry entry : named.isEmpty() ? ALL : named) {
            provider.addSubcommand(entry.name(), entry.command().get());
        }
        if (named.isEmpty()) {
            provider.addSubcommand(HELP, new CommandLine.HelpCommand());
        }
    }
}
