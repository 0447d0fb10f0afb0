package io.plasmd.provider.netboot.boots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads what {@link Json} has written, and the same written by others: RFC 8259, with whole numbers only. Typesafe Config
 * reads JSON too, but takes 50 μs for a line of the journal where this takes 5: with 100,000 machines that are seconds
 * after a start in which none can boot.
 */
final class JsonReader {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * The one value that the text is: a map, list, string, boolean or long.
     *
     * @throws IllegalArgumentException where it is none, or null
     */
    static Object read(String text) {
        var reader = new JsonReader(text);
        Object value = reader.value();
        if (reader.next() != END) {
            throw reader.unexpected();
        }
        return value;
    }

    private static final char END = '\uffff';

    /** The next character that is no white space; it is not taken. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean takes(char expected) {
        if (next() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void take(char expected) {
        if (!takes(expected)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                at < text.length() ? "\"" + text.charAt(at) + "\" at " + at + " is not expected" : "it ends too early");
    }

    private Object value() {
        return switch (next()) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::list);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Object nested(Supplier<Object> value) {
        if (++depth > DEEPEST) {
            throw unexpected();
        }
        Object read = value.get();
        depth--;
        return read;
    }

    private Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        take('{');
        if (takes('}')) {
            return object;
        }
        do {
            if (next() != '"') {
                throw unexpected();
            }
            String key = string();
            take(':');
            object.put(key, value());
        } while (takes(','));
        take('}');
        return object;
    }

    private List<Object> list() {
        var list = new ArrayList<Object>();
        take('[');
        if (takes(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (takes(','));
        take(']');
        return list;
    }

    private Object word(String word, boolean value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int begin = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        if (at == begin) {
            throw unexpected();
        }
        return Long.parseLong(text, begin, at, 10);
    }

    private String string() {
        take('"');
        int begin = at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
            at++;
        }
        var string = new StringBuilder().append(text, begin, at);
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw unexpected();
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        if (at == text.length()) {
            throw unexpected();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> c;
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw unexpected();
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> throw unexpected();
        };
    }
}
