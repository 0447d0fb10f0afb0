package io.plasmd.provider.cli;

import io.plasmd.provider.api.Endpoint;
import jakarta.servlet.http.HttpServlet;
import java.nio.charset.Charset;
import java.text.SimpleDateFormat;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Loads on a second processor, while the configuration is read, what the start needs after it: some 20 ms of 120.
 *
 * <p>Only what makes no logger, whose level is not known yet, and what the configuration has nothing to do with: two
 * threads that initialize classes which need each other would wait for each other for ever.
 */
final class Preloading {
    /** The zones are for the time at which Jetty's Server notes that it was started. */
    private static final List<Class<?>> CLASSES = List.of(ZoneRulesProvider.class, HttpHeader.class, HttpServlet.class);

    private Preloading() {}

    static void begin() {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return;
        }
        Thread.ofPlatform().daemon().name("preload").start(Preloading::load);
    }

    private static void load() {
        // Reads the directory of the jar, in which endpoints and settings of libraries are found: 15 ms.
        Preloading.class.getClassLoader().getResource("META-INF/services/" + Endpoint.class.getName());
        // slf4j-simple makes one for the time in each line of the log; most of it is the table of time zones.
        new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
        // Jetty's MimeTypes has a name for each, and looks for character sets by names that are not their first ones.
        Locale.getAvailableLocales();
        Charset.isSupported("iso8859-1");
        try {
            for (Class<?> type : CLASSES) {
                Class.forName(type.getName());
            }
        } catch (ClassNotFoundException e) {
            // The start itself will meet it, and say it.
        }
    }
}
