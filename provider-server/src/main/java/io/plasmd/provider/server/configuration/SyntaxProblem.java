package io.plasmd.provider.server.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is wrong with a file that is no HOCON, for whoever has to find it. */
final class SyntaxProblem {
    private SyntaxProblem() {}

    /** Typesafe Config says where it gave up, which for a brace that is missing is the end of the file. */
    static Problem of(ConfigException e, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return unbalanced(file, lines).orElseGet(() -> withoutSecret(e, lines));
        } catch (IOException unreadable) {
            return Problem.of(e);
        }
    }

    /** The parser quotes what it has not understood. */
    private static Problem withoutSecret(ConfigException e, List<String> lines) {
        ConfigOrigin origin = e.origin();
        int number = origin == null ? 0 : origin.lineNumber();
        if (number < 1 || number > lines.size()) {
            return Problem.of(e);
        }
        String key = lines.get(number - 1).strip().split("[\\s=:{+]", 2)[0];
        return Secrets.isSecret(key)
                ? Problem.at(
                        origin,
                        key + ": its value cannot be read (it is not shown, since it is a secret). Put it into double"
                                + " quotes.")
                : Problem.of(e);
    }

    private static Optional<Problem> unbalanced(Path file, List<String> lines) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int number = 1; number <= lines.size(); number++) {
            for (char brace : braces(lines.get(number - 1))) {
                if (brace == '{') {
                    open.push(number);
                } else if (open.poll() == null) {
                    return Optional.of(new Problem(file + ":" + number, "there is no { to this }. Take it away."));
                }
            }
        }
        if (open.isEmpty()) {
            return Optional.empty();
        }
        int number = open.peek();
        return Optional.of(new Problem(
                file + ":" + number,
                "there is no } to the { of \"" + lines.get(number - 1).strip()
                        + "\". Add one where that section ends."));
    }

    /** Those that are neither in a text nor in a comment. A text of several lines is rare, and left to the parser. */
    private static List<Character> braces(String line) {
        List<Character> found = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '#' || line.startsWith("//", i))) {
                break;
            } else if (!quoted && (c == '{' || c == '}')) {
                found.add(c);
            }
        }
        return found;
    }
}
