package io.plasmd.provider.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One row of {@code http1-table.txt}, which says what the parts are.
 *
 * @param request characters are bytes
 * @param then "on", "close", or empty where both are right
 */
record Http1Row(String section, String what, String request, int status, String then) {
    private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*(.)}");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

    static List<Http1Row> all() {
        try (InputStream table =
                Objects.requireNonNull(Http1Row.class.getClassLoader().getResourceAsStream("http1-table.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("=="))
                    .map(Http1Row::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Http1Row read(String line) {
        String[] columns = line.split("\\|", 4);
        // A blank after the bar belongs to the table, a second one to the request.
        String request = bytes(columns[2].substring(1).stripTrailing());
        String[] outcome = columns[3].strip().split(" ", 2);
        return new Http1Row(
                columns[0].strip(),
                columns[1].strip(),
                request,
                Integer.parseInt(outcome[0]),
                outcome.length == 1 ? "" : outcome[1]);
    }

    private static String bytes(String text) {
        String repeated =
                REPEATED.matcher(text).replaceAll(match -> match.group(2).repeat(Integer.parseInt(match.group(1))));
        String unescaped =
                HEX.matcher(repeated).replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
        return unescaped
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("⏎", "\r\n");
    }

    boolean goesOn() {
        return then.equals("on");
    }

    boolean isClosed() {
        return then.equals("close");
    }

    boolean isHead() {
        return request.startsWith("HEAD ");
    }

    @Override
    public String toString() {
        return section + " " + what;
    }
}
