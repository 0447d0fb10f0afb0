package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.api.EndpointContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of each machine: its scripts, its templates, and the files of the release that it is to boot. */
final class MachineServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient EndpointContext context;
    private final transient NetbootSettings settings;
    private final transient KnownFacts known;
    private final transient CurrentRules rules;
    private final transient Releases releases;
    private final transient Scripts scripts;
    private final transient Answers answers;
    private final transient Complaints complaints;
    private final transient MachineWord word;

    MachineServlet(
            EndpointContext context,
            NetbootSettings settings,
            KnownFacts known,
            CurrentRules rules,
            Releases releases,
            Scripts scripts,
            Answers answers,
            Complaints complaints,
            MachineWord word) {
        this.context = context;
        this.settings = settings;
        this.known = known;
        this.rules = rules;
        this.releases = releases;
        this.scripts = scripts;
        this.answers = answers;
        this.complaints = complaints;
        this.word = word;
    }

    /** What is behind the name of the machine, and that name. */
    private record Target(String directory, String name) {

        static Optional<Target> of(@Nullable String path) {
            int slash = path == null ? -1 : path.indexOf('/', 1);
            return path == null || slash < 0
                    ? Optional.empty()
                    : Optional.of(new Target(path.substring(1, slash), path.substring(slash + 1)));
        }

        MachineId machine() {
            return MachineId.of(directory)
                    .orElseThrow(() -> NotBootableException.wrong("machine", directory, HardwareAddress.EXPECTED));
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Optional<Target> target = Target.of(request.getPathInfo());
        if (target.isEmpty()) {
            answers.error(response, HttpServletResponse.SC_NOT_FOUND, "there is nothing by this name");
            return;
        }
        String name = target.get().name();
        Optional<ScriptFormat> format = ScriptFormat.ofFileName(name);
        Machine machine;
        try {
            MachineId id = target.get().machine();
            if (name.equals(MachineWord.NAME)) {
                word.answer(id, request, response);
                return;
            }
            machine = known.complete(
                    Machine.of(id, Facts.read(Query.parse(request.getQueryString()))), request.getRemoteAddr());
        } catch (NotBootableException e) {
            if (format.isPresent()) {
                scripts.fail(format.get(), target.get().directory(), e, request, response);
            } else {
                answers.error(response, HttpServletResponse.SC_BAD_REQUEST, String.valueOf(e.getMessage()));
            }
            return;
        }
        if (format.isPresent()) {
            known.remember(machine, request.getRemoteAddr());
        }
        answer(machine, name, format, request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        boolean isWord = Target.of(request.getPathInfo())
                .filter(target -> target.name().equals(MachineWord.NAME))
                .isPresent();
        if (isWord) {
            doGet(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            answers.error(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "there is nothing to be told");
        }
    }

    private void answer(
            Machine machine,
            String name,
            Optional<ScriptFormat> format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ServletException {
        try {
            // Once: the rules may be read again meanwhile.
            Rules.Choice choice = rules.get().choose(machine.facts());
            Profile profile = choice.profile();
            Optional<TemplateFile> template =
                    Optional.ofNullable(profile.templates().get(name));
            Optional<String> instead =
                    template.flatMap(one -> format).flatMap(script -> scripts.instead(script, machine, profile));
            if (instead.isPresent()) {
                answers.text(response, "text/plain", instead.get());
            } else if (template.isPresent()) {
                template(machine, choice, template.get(), format, request, response);
            } else if (format.isPresent()) {
                scripts.answer(format.get(), machine, request, response);
            } else {
                file(machine, profile, name, request, response);
            }
        } catch (NotBootableException e) {
            if (format.isPresent()) {
                scripts.fail(format.get(), machine.name(), e, request, response);
            } else {
                answers.error(response, HttpServletResponse.SC_NOT_FOUND, String.valueOf(e.getMessage()));
            }
        } catch (UncheckedIOException e) {
            answers.later(response);
        }
    }

    private void template(
            Machine machine,
            Rules.Choice choice,
            TemplateFile template,
            Optional<ScriptFormat> format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (template.secret() && !request.isSecure()) {
            complaints.add("the secret template " + template.file() + " of machine " + machine.name()
                    + " was asked for without HTTPS by " + request.getRemoteAddr() + ", and refused");
            answers.error(response, HttpServletResponse.SC_FORBIDDEN, "this is secret, and answered over HTTPS only");
            return;
        }
        List<String> servers = new Servers(settings.servers()).order(machine.name(), request);
        var values = new TemplateValues(
                settings.paths(), machine, choice, release(choice.profile(), machine), Optional.empty());
        String text;
        try {
            text = settings.templates().render(template, values.ofFile(servers.getFirst()));
        } catch (NotBootableException e) {
            if (format.isPresent()) {
                throw e;
            }
            // Not 404, which Ignition takes for final: somebody will mend it.
            complaints.add("machine " + machine.name() + ": " + e.getMessage());
            answers.error(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
            return;
        }
        answers.text(response, template.format().contentType(), text);
    }

    /** A template may be of use where there is no release. */
    private Optional<Catalog.Release> release(Profile profile, Machine machine) {
        try {
            return Optional.of(releases.of(profile, machine));
        } catch (NotBootableException e) {
            return Optional.empty();
        }
    }

    private void file(
            Machine machine, Profile profile, String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Answers.noStore(response);
        context.files().serve(releases.of(profile, machine), name, request, response);
    }
}
