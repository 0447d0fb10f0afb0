package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Boot;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** For those who run the server: which rule counts for a machine and why, and the script that it would get. */
final class ExplainServlet extends HttpServlet {
    /** Of a channel called netboot nothing else is out of reach. */
    static final String PATH = "/netboot/explain";

    private static final long serialVersionUID = 1L;

    private final transient KnownFacts known;
    private final transient CurrentRules rules;
    private final transient BootLog log;
    private final transient Scripts scripts;
    private final transient Answers answers;

    /**
     * Explains.
     *
     * @param scripts of a {@link DryRun}
     */
    ExplainServlet(KnownFacts known, CurrentRules rules, BootLog log, Scripts scripts, Answers answers) {
        this.known = known;
        this.rules = rules;
        this.log = log;
        this.scripts = scripts;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Facts facts = Facts.read(Query.parse(request.getQueryString()));
            Machine machine = known.complete(Machine.of(facts));
            if (machine.id().isEmpty()) {
                answers.error(response, HttpServletResponse.SC_BAD_REQUEST, "which machine? mac=… or uuid=…");
                return;
            }
            answers.text(response, "text/plain;charset=utf-8", explanation(machine, request));
        } catch (NotBootableException e) {
            answers.error(response, HttpServletResponse.SC_BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            answers.later(response);
        }
    }

    private String explanation(Machine machine, HttpServletRequest request) {
        Rules now = rules.get();
        var out = new StringBuilder();
        line(out, "machine", machine.name());
        new TreeMap<>(machine.facts().values()).forEach((name, said) -> line(out, "  " + name, said));
        List<Group> groups = now.groups().stream()
                .filter(group -> group.matches(machine.facts()))
                .toList();
        groups.forEach(group -> line(
                out,
                group.equals(groups.getFirst()) ? "group" : "  not",
                group.name() + ", priority " + group.priority() + " (" + group.place() + ")"));
        if (groups.isEmpty()) {
            line(out, "group", "none matches");
        }
        log.last(machine.id().orElseThrow()).ifPresent(last -> line(out, "last boot", said(last)));
        try {
            Profile profile = now.choose(machine.facts()).profile();
            line(out, "profile", profile.name() + " (" + profile.place() + ")");
            profile.canary().ifPresent(canary -> line(out, "canary", canary(machine, canary)));
            out.append("\nFor iPXE:\n\n").append(scripts.script(new IpxeScript(), machine, request));
        } catch (NotBootableException e) {
            line(out, "boots", "nothing: " + e.getMessage());
        }
        return out.toString();
    }

    private static String said(Boot boot) {
        String steps = boot.steps().stream()
                .map(step -> step.state().word() + " " + step.at())
                .collect(Collectors.joining(", "));
        return boot.choice().profile() + " " + boot.choice().version() + ": " + steps
                + (boot.failure().isEmpty() ? "" : " (" + boot.failure() + ")");
    }

    private static String canary(Machine machine, Canary canary) {
        boolean isFor = machine.id().filter(canary::isFor).isPresent();
        return canary.version() + " for " + canary.percent() + "% of the machines, "
                + (isFor ? "of which this is one" : "of which this is none");
    }

    /** What machines say is printed on terminals. */
    private static void line(StringBuilder out, String name, String text) {
        out.append("%-12s %s%n".formatted(name, SafeText.oneLine(text)));
    }
}
