package io.plasmd.provider.netboot;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The configuration of a GRUB that does not know the directory of its machine. */
final class GrubServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "/grub.cfg";

    private final transient NetbootSettings settings;
    private final transient KnownFacts known;
    private final transient CurrentRules rules;
    private final transient Scripts scripts;
    private final transient Answers answers;

    GrubServlet(NetbootSettings settings, KnownFacts known, CurrentRules rules, Scripts scripts, Answers answers) {
        this.settings = settings;
        this.known = known;
        this.rules = rules;
        this.scripts = scripts;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = String.valueOf(request.getPathInfo());
        if (!path.startsWith(NAME) || ScriptFormat.ofFileName(path.substring(1)).isEmpty()) {
            answers.error(response, HttpServletResponse.SC_NOT_FOUND, "there is no such configuration");
            return;
        }
        Optional<Machine> machine = path.length() > NAME.length() + 1
                ? MachineId.of(path.substring(NAME.length() + 1)).map(id -> known.complete(id, request.getRemoteAddr()))
                : Optional.empty();
        // What GRUB asks for first may be its UUID, where groups go by the address, which it asks for next.
        if (machine.isPresent()
                && (machine.get().id().orElseThrow().isMac()
                        || rules.get().group(machine.get().facts()).isPresent())) {
            scripts.answer(new GrubScript(), machine.get(), request, response);
        } else {
            answers.text(
                    response,
                    "text/plain",
                    GrubScript.chain(
                            new Servers(settings.servers()).order("", request),
                            settings.paths().machines()));
        }
    }
}
