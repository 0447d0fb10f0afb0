package io.plasmd.provider.server.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys that one file sets twice, of which HOCON takes the last without a word. Sections may come twice, and so may a value
 * that builds on the one before ({@code +=}, or anything with a reference in it, such as {@code ${?PORT}}).
 *
 * <p>Reads a file that is HOCON, which the parser has seen to: what it does not understand it passes over.
 */
final class DuplicateKeys {
    private final Path file;
    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int at;

    private DuplicateKeys(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static List<Problem> in(Path file, String text) {
        var keys = new DuplicateKeys(file, text);
        keys.skipSpace();
        if (keys.is('{')) {
            keys.at++;
        }
        keys.section("");
        return keys.problems;
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Up to the brace that ends it. */
    private void section(String prefix) {
        while (true) {
            skipSpace();
            if (at >= text.length()) {
                return;
            }
            if (is('}')) {
                at++;
                return;
            }
            entry(prefix);
        }
    }

    private void entry(String prefix) {
        int start = at;
        while (at < text.length() && "=:{\n,}".indexOf(text.charAt(at)) < 0) {
            skipOne();
        }
        String key = text.substring(start, at).strip();
        if (is('{')) {
            at++;
            section(prefix + path(key) + ".");
        } else if (is('=') || is(':')) {
            at++;
            value(
                    prefix + path(key.endsWith("+") ? key.substring(0, key.length() - 1) : key),
                    key.endsWith("+"),
                    start);
        } else if (!is('}')) {
            // An include statement, which ends with its line.
            at++;
        }
    }

    private void value(String key, boolean isAddition, int keyStart) {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (is('{')) {
            at++;
            section(key + ".");
            return;
        }
        int start = at;
        while (at < text.length() && "\n,}".indexOf(text.charAt(at)) < 0) {
            skipOne();
        }
        if (!isAddition && !text.substring(start, at).contains("${")) {
            set(
                    key,
                    1
                            + (int) text.substring(0, keyStart)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
        }
    }

    private void set(String key, int line) {
        Integer before = lines.putIfAbsent(key, line);
        if (before != null) {
            problems.add(new Problem(
                    file + ":" + line, key + " is set in line " + before + " already. Take one of the two away."));
        }
    }

    /** In the form that the other keys have, whatever is in quotes. */
    private static String path(String key) {
        try {
            return ConfigUtil.joinPath(ConfigUtil.splitPath(key));
        } catch (ConfigException e) {
            return key;
        }
    }

    private void skipSpace() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || is(',')) {
                at++;
            } else if (!skipComment()) {
                return;
            }
        }
    }

    private boolean skipComment() {
        if (!is('#') && !text.startsWith("//", at)) {
            return false;
        }
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        return true;
    }

    /** One character; or a text in quotes, a comment, a list, a reference or a section as a whole. */
    private void skipOne() {
        if (text.startsWith("\"\"\"", at)) {
            int end = text.indexOf("\"\"\"", at + 3);
            at = end < 0 ? text.length() : end + 3;
        } else if (is('"')) {
            at++;
            while (at < text.length() && !is('"')) {
                at += is('\\') ? 2 : 1;
            }
            at++;
        } else if (is('[') || is('{')) {
            skipTo(is('[') ? ']' : '}');
        } else if (!skipComment()) {
            at++;
        }
    }

    private void skipTo(char closing) {
        at++;
        while (at < text.length() && !is(closing)) {
            skipOne();
        }
        at++;
    }
}
