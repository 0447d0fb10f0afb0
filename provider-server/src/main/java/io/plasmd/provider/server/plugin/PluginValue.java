package io.plasmd.provider.server.plugin;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks code of an endpoint for a value: where it fails, the rest of the answer must not. */
public final class PluginValue {
    private static final Logger LOG = LoggerFactory.getLogger(PluginValue.class);

    private PluginValue() {}

    /**
     * The value.
     *
     * @param what for the log, in case it fails
     * @return null also where it failed
     */
    public static <T extends @Nullable Object> @Nullable T of(String what, Supplier<T> value) {
        try {
            return value.get();
        } catch (Throwable thrown) {
            PluginFailure.rethrowIfFatal(thrown);
            LOG.warn("{} cannot be told: {}", what, PluginFailure.inService(thrown));
            return null;
        }
    }
}
