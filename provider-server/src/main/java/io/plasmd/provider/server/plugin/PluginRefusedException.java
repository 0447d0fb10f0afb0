package io.plasmd.provider.server.plugin;

/** A plugin is not what the server can load; the message says why, and what is to be done. */
public final class PluginRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    PluginRefusedException(String message) {
        super(message);
    }
}
