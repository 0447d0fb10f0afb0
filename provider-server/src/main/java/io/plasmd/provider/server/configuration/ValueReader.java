package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Reads values one by one; for one that is wrong, which is then a problem, it gives another that is possible. */
public record ValueReader(Config config, List<Problem> problems) {

    public int number(String key, int min, int max) {
        // As text first: a fraction or a number beyond int is a mistake, not something to be cut down.
        String text = config.getString(key);
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        wrong(key, "expected a whole number from " + min + " to " + max);
        return min;
    }

    public int bytes(String key, int min, int max) {
        long value = config.getBytes(key);
        if (value < min || value > max) {
            wrong(key, "expected " + min + " to " + max + " bytes");
            return min;
        }
        return (int) value;
    }

    /** For what is listened on. */
    public void requireAddress(String key, String bind) {
        if (bind.isEmpty() || new InetSocketAddress(bind, 0).isUnresolved()) {
            wrong(key, "expected an address of this machine; 0.0.0.0 is all of them");
        }
    }

    public Duration positive(String key) {
        Duration duration = config.getDuration(key);
        if (!duration.isPositive()) {
            wrong(key, "expected a duration above zero, such as 20s");
            return Duration.ofSeconds(1);
        }
        return duration;
    }

    /** Notes that a value is wrong, and what was expected in its place. */
    public void wrong(String key, String expected) {
        ConfigValue value = config.getValue(key);
        Object shown = Secrets.masked(key, value).unwrapped();
        problems.add(Problem.at(value.origin(), key + " = " + shown + ": " + expected));
    }
}
