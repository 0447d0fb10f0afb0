import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of one command, in the macros of man(7). */
final class ManPage {
    private final CommandLine command;
    private final CommandSpec spec;
    private final String version;
    private final List<String> lines = new ArrayList<>();

    ManPage(CommandLine command, String version) {
        this.command = command;
        this.version = version;
        spec = command.getCommandSpec();
    }

    /** Those of the product: help is explained by itself. */
    static List<CommandLine> commands(CommandLine provider) {
        return provider.getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"))
                .toList();
    }

    /** As git has them: provider-publish is the page of provider publish. */
    String name() {
        return spec.qualifiedName("-");
    }

    String text() {
        lines.add(".TH \"" + name().toUpperCase(Locale.ROOT) + "\" 1 \"\" \"provider " + version + "\"");
        // Names of commands and options stay whole, and the words as far apart as they are.
        lines.addAll(List.of(".nh", ".ad l"));
        section("NAME", roff(name()) + " \\- " + roff(firstWords(spec)));
        section("SYNOPSIS", bold(spec.qualifiedName(" ")) + " " + roff(synopsis()));
        section(
                "DESCRIPTION",
                Stream.of(spec.usageMessage().description()).map(ManPage::roff).collect(Collectors.joining("\n.PP\n")));
        arguments();
        options();
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            commands(command).forEach(one -> entry(bold(one.getCommandName()), firstWords(one.getCommandSpec())));
        }
        section("EXIT STATUS", "0 done, 1 it failed, 2 wrong usage or wrong configuration.");
        section("SEE ALSO", seeAlso());
        return String.join("\n", lines) + "\n";
    }

    private void section(String title, String... content) {
        lines.add(".SH " + title);
        lines.addAll(List.of(content));
    }

    private static String firstWords(CommandSpec spec) {
        String first = spec.usageMessage().description()[0];
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private String synopsis() {
        String parameters = spec.positionalParameters().stream()
                .map(parameter ->
                        parameter.arity().min() > 0 ? parameter.paramLabel() : "[" + parameter.paramLabel() + "]...")
                .collect(Collectors.joining(" "));
        return (spec.subcommands().isEmpty() ? "[OPTIONS] " : "COMMAND [OPTIONS] ") + parameters;
    }

    private void arguments() {
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                entry(italic(parameter.paramLabel()), description(parameter));
            }
        }
    }

    private void options() {
        section("OPTIONS");
        spec.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> {
                    String names = Stream.of(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
                    String value = option.arity().max() == 0 ? "" : " " + italic(option.paramLabel());
                    entry(names + value, description(option));
                });
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void entry(String head, String description) {
        lines.addAll(List.of(".TP", head, roff(description)));
    }

    private String seeAlso() {
        CommandLine parent = command.getParent();
        Stream<String> pages = commands(parent == null ? command : parent).stream()
                .filter(other -> other != command)
                .map(other -> other.getCommandSpec().qualifiedName("-"));
        return Stream.concat(parent == null ? Stream.empty() : Stream.of(parent.getCommandName()), pages)
                .map(page -> bold(page) + "(1)")
                .collect(Collectors.joining(", "));
    }

    private static String bold(String plain) {
        return "\\fB" + roff(plain) + "\\fR";
    }

    private static String italic(String plain) {
        return "\\fI" + roff(plain) + "\\fR";
    }

    /** A hyphen is one, and not the end of a line; no line begins with what would be a macro (groff_char(7)). */
    private static String roff(String plain) {
        String escaped = plain.replace("%n", " ").replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
