package io.plasmd.provider.release;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How the store is to be changed.
 *
 * @param patience how long others who change it are waited for
 * @param notes told what a person ought to know, in whole sentences
 */
public record StoreSettings(Duration patience, Consumer<String> notes) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Waits for a minute. */
    public static StoreSettings telling(Consumer<String> notes) {
        return new StoreSettings(PATIENCE, notes);
    }

    /** With another limit. */
    public StoreSettings withPatience(Duration limit) {
        return new StoreSettings(limit, notes);
    }
}
