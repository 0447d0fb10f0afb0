package io.plasmd.provider.server.log;

import com.typesafe.config.Config;

/** Sets how slf4j-simple writes, and what, which it reads once, when the first logger is made. */
public final class LogLevel {
    private static final String KEY = "org.slf4j.simpleLogger.";

    private LogLevel() {}

    /** Before the first logger is made. */
    static void withoutTime() {
        System.setProperty(KEY + "showDateTime", "false");
    }

    public static void apply(Config config) {
        String level = config.getString("provider.log.level");
        System.setProperty(KEY + "defaultLogLevel", level);
        if (level.equals("debug") || level.equals("trace")) {
            System.setProperty(KEY + "log.org.eclipse.jetty", "info");
        }
    }
}
