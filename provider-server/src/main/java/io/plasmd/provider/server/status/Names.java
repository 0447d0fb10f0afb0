package io.plasmd.provider.server.status;

import java.util.regex.Pattern;

/** The form of names that appear in JSON and metrics. */
final class Names {
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private Names() {}

    static String requireSnakeCase(String name) {
        if (!SNAKE_CASE.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name in snake case, such as disk_space_ok");
        }
        return name;
    }
}
