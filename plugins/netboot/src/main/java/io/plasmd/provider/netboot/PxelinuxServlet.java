package io.plasmd.provider.netboot;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of PXELINUX and U-Boot, which ask for one name after the other: the UUID, the hardware address, the digits
 * of the address, {@code default}.
 */
final class PxelinuxServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient KnownFacts known;
    private final transient CurrentRules rules;
    private final transient Scripts scripts;
    private final transient Answers answers;

    PxelinuxServlet(KnownFacts known, CurrentRules rules, Scripts scripts, Answers answers) {
        this.known = known;
        this.rules = rules;
        this.scripts = scripts;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = String.valueOf(request.getPathInfo());
        Optional<MachineId> id = path.length() > 1 ? MachineId.of(path.substring(1)) : Optional.empty();
        if (id.isPresent()) {
            Machine machine = known.complete(id.get(), request.getRemoteAddr());
            if (id.get().isMac() || rules.get().group(machine.facts()).isPresent()) {
                scripts.answer(new PxelinuxScript(), machine, request, response);
                return;
            }
        } else if (path.startsWith("/default")) {
            scripts.answer(new PxelinuxScript(), Machine.of(new Facts(Map.of())), request, response);
            return;
        }
        // 404 makes it ask for the next name.
        answers.error(response, HttpServletResponse.SC_NOT_FOUND, "there is no configuration of that name");
    }
}
