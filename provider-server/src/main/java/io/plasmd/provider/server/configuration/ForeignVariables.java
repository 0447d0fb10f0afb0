package io.plasmd.provider.server.configuration;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Environment variables that look like settings and are none: Kubernetes and docker make them in every container for a
 * service or container whose name begins with {@code provider} (Kubernetes: Service, environment variables; docker:
 * legacy container links).
 */
final class ForeignVariables {
    /** One form of them, told by name and value, so that a setting with a mistake in it is none. */
    private record Form(Pattern name, Pattern value) {
        Form(String name, String value) {
            this(Pattern.compile("PROVIDER_(.*_)?" + name), Pattern.compile(value));
        }
    }

    private static final String PROTOCOL = "(TCP|UDP|SCTP)";
    private static final String ADDRESS = "[0-9a-fA-F.:]+|[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)+|";
    private static final String NUMBER = "\\d*";
    private static final String URL = "(tcp|udp|sctp)://.*";

    private static final List<Form> FORMS = List.of(
            new Form("SERVICE_HOST", ADDRESS),
            new Form("SERVICE_PORT(_[A-Z0-9_]+)?", NUMBER),
            new Form("PORT", URL),
            new Form("PORT_\\d+_" + PROTOCOL, URL),
            new Form("PORT_\\d+_" + PROTOCOL + "_PROTO", "tcp|udp|sctp"),
            new Form("PORT_\\d+_" + PROTOCOL + "_PORT", NUMBER),
            new Form("PORT_\\d+_" + PROTOCOL + "_ADDR", ADDRESS),
            // Of a range of ports.
            new Form("PORT_\\d+_" + PROTOCOL + "_(START|END)", URL),
            new Form("NAME", "/[^/]+/[^/]+"),
            new Form("ENV_.*", ".*"));

    private ForeignVariables() {}

    static boolean contains(String name, String value) {
        return FORMS.stream()
                .anyMatch(form -> form.name().matcher(name).matches()
                        && form.value().matcher(value).matches());
    }
}
