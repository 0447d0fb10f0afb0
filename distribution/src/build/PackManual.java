import io.plasmd.provider.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes what an install has for people: a man page for each command, the completion of bash, and the Javadoc and the
 * sources of provider-api. The first two are made of the commands themselves, so that they cannot fall behind.
 */
final class PackManual {
    private final Path install;
    private final String version;

    private PackManual(Path install, String version) {
        this.install = install;
        this.version = version;
    }

    /** Arguments: the install, the directory of provider-api, the version, and the jar of the annotations in it. */
    public static void main(String[] args) throws IOException {
        var manual = new PackManual(Path.of(args[0]), args[2]);
        CommandLine provider = Main.commandLine();
        manual.writePages(provider);
        Path completions = Files.createDirectories(manual.install.resolve("completions"));
        Files.writeString(completions.resolve("provider.bash"), AutoComplete.bash("provider", provider));
        manual.packApi(Path.of(args[1], "src/main/java"), args[3]);
    }

    private void writePages(CommandLine provider) throws IOException {
        Path pages = Files.createDirectories(install.resolve("man/man1"));
        Files.writeString(pages.resolve("provider.1"), page(provider));
        for (CommandLine command : commands(provider)) {
            Files.writeString(pages.resolve("provider-" + command.getCommandName() + ".1"), page(command));
        }
    }

    private static List<CommandLine> commands(CommandLine provider) {
        return provider.getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"))
                .toList();
    }

    /** In the macros of man(7). */
    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName("-");
        List<String> lines = new ArrayList<>();
        lines.add(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"provider " + version + "\"");
        lines.add(".SH NAME");
        lines.add(text(name) + " \\- " + text(firstWords(spec)));
        lines.add(".SH SYNOPSIS");
        lines.add(".B " + text(spec.qualifiedName(" ")));
        lines.add(text(synopsis(command)));
        lines.add(".SH DESCRIPTION");
        for (String paragraph : spec.usageMessage().description()) {
            lines.add(text(paragraph));
            lines.add(".PP");
        }
        parameters(spec, lines);
        if (!spec.subcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            for (CommandLine sub : commands(command)) {
                entry(lines, "\\fB" + text(sub.getCommandName()) + "\\fR(1)", firstWords(sub.getCommandSpec()));
            }
        }
        lines.add(".SH EXIT STATUS");
        lines.add("0 done, 1 it failed, 2 wrong usage or wrong configuration.");
        lines.add(".SH SEE ALSO");
        lines.add(seeAlso(command));
        return String.join("\n", lines) + "\n";
    }

    private static String firstWords(CommandSpec spec) {
        String first = spec.usageMessage().description()[0];
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String synopsis(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String parameters = spec.positionalParameters().stream()
                .map(parameter ->
                        parameter.arity().min() > 0 ? parameter.paramLabel() : "[" + parameter.paramLabel() + "]...")
                .collect(Collectors.joining(" "));
        return (spec.subcommands().isEmpty() ? "[OPTIONS] " : "COMMAND [OPTIONS] ") + parameters;
    }

    private static void parameters(CommandSpec spec, List<String> lines) {
        if (!spec.positionalParameters().isEmpty()) {
            lines.add(".SH ARGUMENTS");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                entry(lines, "\\fI" + text(parameter.paramLabel()) + "\\fR", description(parameter));
            }
        }
        lines.add(".SH OPTIONS");
        // By name: the order of the annotations is not the same in every run.
        List<OptionSpec> options = spec.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        for (OptionSpec option : options) {
            String names = Stream.of(option.names())
                    .map(name -> "\\fB" + text(name) + "\\fR")
                    .collect(Collectors.joining(", "));
            String value = option.arity().max() == 0 ? "" : " \\fI" + text(option.paramLabel()) + "\\fR";
            entry(lines, names + value, description(option));
        }
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static void entry(List<String> lines, String head, String description) {
        lines.add(".TP");
        lines.add(head);
        lines.add(text(description));
    }

    private static String seeAlso(CommandLine command) {
        CommandLine parent = command.getParent();
        List<CommandLine> others = commands(parent == null ? command : parent).stream()
                .filter(other -> other != command)
                .toList();
        return Stream.concat(
                        parent == null ? Stream.empty() : Stream.of("\\fBprovider\\fR(1)"),
                        others.stream().map(other -> "\\fBprovider\\-" + text(other.getCommandName()) + "\\fR(1)"))
                .collect(Collectors.joining(", "));
    }

    /** A hyphen is one, and not the end of a line; no line begins with what would be a macro (groff_char(7)). */
    private static String text(String plain) {
        String escaped = plain.replace("%n", " ").replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private void packApi(Path sources, String annotations) throws IOException {
        Path api = Files.createDirectories(install.resolve("api"));
        Path pages = Files.createTempDirectory("javadoc");
        run(
                "javadoc",
                "-quiet",
                "-Xdoclint:none",
                "-notimestamp",
                "--no-fonts",
                "-encoding",
                "UTF-8",
                "-classpath",
                System.getProperty("java.class.path") + ":" + annotations,
                "-sourcepath",
                sources.toString(),
                "-d",
                pages.toString(),
                "io.plasmd.provider.api");
        jar(api.resolve("provider-api-" + version + "-javadoc.jar"), pages);
        jar(api.resolve("provider-api-" + version + "-sources.jar"), sources);
    }

    private static void jar(Path jar, Path content) {
        // One date for all: the same sources give the same jar.
        run(
                "jar",
                "--create",
                "--file",
                jar.toString(),
                "--date",
                "2026-01-01T00:00:00Z",
                "-C",
                content.toString(),
                ".");
    }

    private static void run(String tool, String... arguments) {
        var out = new PrintWriter(System.err, true);
        int status = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
        if (status != 0) {
            throw new IllegalStateException(tool + " ended with status " + status);
        }
    }
}
