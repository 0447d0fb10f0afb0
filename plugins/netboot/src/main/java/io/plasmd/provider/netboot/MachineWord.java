package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Answer;
import io.plasmd.provider.netboot.boots.Boots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code done}: what a machine says of its boot, by GET or POST, with the token of its script. */
record MachineWord(Boots boots, Answers answers) {
    static final String NAME = "done";

    /** Bytes of a form at most. */
    static final int LARGEST = 4096;

    private static final String FORM = "application/x-www-form-urlencoded";

    void answer(MachineId machine, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("HEAD")) {
            // Who only asks what there is says nothing.
            notAllowed(response);
            return;
        }
        if (boots.last(machine.text()).isEmpty()) {
            // Before what it says is waited for.
            unknown(response);
            return;
        }
        Map<String, String> said = new LinkedHashMap<>(Query.parse(request.getQueryString()));
        @Nullable String type = request.getContentType();
        if (request.getMethod().equals("POST") && type != null && type.startsWith(FORM)) {
            Query.parse(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .forEach(said::putIfAbsent);
        }
        Answer answer = boots.done(
                machine.text(),
                said.getOrDefault("token", ""),
                Optional.ofNullable(said.get("failed")),
                request.getRemoteAddr());
        switch (answer) {
            case DONE -> answers.text(response, "text/plain", "done\n");
            case FAILED -> answers.text(response, "text/plain", "failed\n");
            case UNKNOWN_MACHINE -> unknown(response);
            case WRONG_TOKEN ->
                answers.error(
                        response,
                        HttpServletResponse.SC_FORBIDDEN,
                        "the token is not that of the script that this machine was given");
        }
    }

    private void unknown(HttpServletResponse response) throws IOException {
        answers.error(response, HttpServletResponse.SC_NOT_FOUND, "this machine was given no script");
    }

    private void notAllowed(HttpServletResponse response) throws IOException {
        response.setHeader("Allow", "GET, POST");
        answers.error(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "say it by GET or POST");
    }
}
