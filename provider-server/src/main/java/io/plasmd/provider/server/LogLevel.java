package io.plasmd.provider.server;

import com.typesafe.config.Config;

/** Sets the level of slf4j-simple, which reads it once, when the first logger is made. */
final class LogLevel {
    private static final String KEY = "org.slf4j.simpleLogger.";

    private LogLevel() {}

    static void apply(Config config) {
        String level = config.getString("provider.log.level");
        System.setProperty(KEY + "defaultLogLevel", level);
        if (level.equals("debug") || level.equals("trace")) {
            System.setProperty(KEY + "log.org.eclipse.jetty", "info");
        }
    }
}
