package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.ValueReader;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An address for those who run the server, beside the one for its clients.
 *
 * @param bind empty where there is none, and everything is answered for everybody
 * @param paths answered on no other address: exact, or all below one ({@code /files/*})
 */
record OperationsSettings(String bind, int port, List<String> paths) {
    private static final String KEY = "provider.http.operations.";
    private static final Pattern PATH = Pattern.compile("(/[^/*]+)+(/\\*)?");

    static OperationsSettings read(ValueReader reader) {
        String bind = reader.config().getString(KEY + "bind");
        if (!bind.isEmpty()) {
            reader.requireAddress(KEY + "bind", bind);
        }
        List<String> paths = reader.config().getStringList(KEY + "paths");
        for (String path : paths) {
            if (!PATH.matcher(path).matches()) {
                reader.wrong(KEY + "paths", "\"" + path + "\" is no path such as /status or /admin/*");
            }
        }
        return new OperationsSettings(bind, reader.number(KEY + "port", 0, 65_535), paths);
    }

    boolean isOn() {
        return !bind.isEmpty();
    }

    /** Whether a path is one of them. */
    boolean isListed(String path) {
        return paths.stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(String pattern, String path) {
        if (!pattern.endsWith("/*")) {
            return path.equals(pattern);
        }
        String directory = pattern.substring(0, pattern.length() - 2);
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
