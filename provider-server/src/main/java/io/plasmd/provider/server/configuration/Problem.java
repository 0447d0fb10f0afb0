package io.plasmd.provider.server.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong that a person has to mend.
 *
 * @param where file and line, option, environment variable or plugin; empty where the message says it
 * @param what the offending value, what was expected and what to do
 * @param kind what has to be mended
 */
public record Problem(String where, String what, Kind kind) {

    /** What is wrong. */
    public enum Kind {
        /** What somebody wrote: it stays wrong however often the start is tried again. */
        WRITTEN,
        /** What the machine has or has not got, which another start may find otherwise. */
        MACHINE
    }

    /** Something that somebody wrote. */
    public Problem(String where, String what) {
        this(where, what, Kind.WRITTEN);
    }

    /** In one line, whatever an exception's message looked like, and without the password of a URL. */
    public Problem {
        what = Secrets.masked(what).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Something at a place in a file, or in what else the configuration comes from. */
    public static Problem at(@Nullable ConfigOrigin origin, String what) {
        return new Problem(origin == null ? "" : Origins.place(origin), what);
    }

    /** What Typesafe Config says, without saying the place twice. */
    public static Problem of(ConfigException exception) {
        String message = Secrets.masked(exception);
        ConfigOrigin origin = exception.origin();
        if (origin == null) {
            return new Problem("", message);
        }
        // Typesafe Config begins its messages with its own rendering of the place.
        String prefix = origin.description() + ": ";
        return at(origin, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    /** Another start may go well. */
    public Problem ofMachine() {
        return new Problem(where, what, Kind.MACHINE);
    }

    @Override
    public String toString() {
        return where.isEmpty() ? what : where + ": " + what;
    }
}
