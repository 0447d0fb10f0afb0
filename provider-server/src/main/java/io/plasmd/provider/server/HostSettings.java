package io.plasmd.provider.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.server.configuration.Configuration;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.configuration.Secrets;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.util.InetAddressSet;

/** The settings of the host itself, read once. */
record HostSettings(
        String bind,
        int port,
        int backlog,
        boolean reusePort,
        Duration idleTimeout,
        int threads,
        HeadLimits heads,
        ConnectionLimits connectionLimits,
        RequestLimits requestLimits,
        Duration shutdownDelay,
        Duration shutdownGrace,
        Optional<TlsSettings> tls,
        OperationsSettings operations,
        Path data,
        String logLevel,
        InetAddressSet trustedProxies,
        AllowedHosts allowedHosts,
        String accessLog,
        int accessLogRetainDays) {

    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    /** With a stand-in for each value that is wrong, which is then a problem. */
    static HostSettings read(Configuration configuration, List<Problem> problems) {
        var reader = new Reader(configuration.config(), problems);
        HeadLimits heads = reader.headLimits();
        InetAddressSet proxies = reader.addresses("provider.http.trusted-proxies");
        var settings = new HostSettings(
                configuration.config().getString("provider.http.bind"),
                reader.number("provider.http.port", 0, 65_535),
                reader.number("provider.http.backlog", 1, 1_000_000),
                reader.config.getBoolean("provider.http.reuse-port"),
                reader.config.getDuration("provider.http.idle-timeout"),
                // Below 4 Jetty's own selector and acceptor leave no thread to answer with.
                reader.number("provider.http.threads", 4, 10_000),
                heads,
                reader.connectionLimits(proxies),
                reader.requestLimits(heads.target()),
                reader.config.getDuration("provider.shutdown.delay"),
                reader.config.getDuration("provider.shutdown.grace"),
                TlsSettings.read(reader),
                OperationsSettings.read(reader),
                Path.of(configuration.config().getString("provider.data"))
                        .toAbsolutePath()
                        .normalize(),
                reader.logLevel("provider.log.level"),
                proxies,
                AllowedHosts.read(reader),
                configuration.config().getString("provider.log.access.target"),
                reader.number("provider.log.access.retain-days", 1, 3650));
        reader.requireAddress("provider.http.bind", settings.bind());
        SameListener.report(settings, reader);
        return settings;
    }

    /** The URL of what listens on a port; an IPv6 address goes in brackets. */
    static URI url(String scheme, String bind, int boundPort) {
        try {
            return new URI(scheme, null, bind, boundPort, "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads values one by one. */
    record Reader(Config config, List<Problem> problems) {

        int number(String key, int min, int max) {
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

        int bytes(String key, int min, int max) {
            long value = config.getBytes(key);
            if (value < min || value > max) {
                wrong(key, "expected " + min + " to " + max + " bytes");
                return min;
            }
            return (int) value;
        }

        HeadLimits headLimits() {
            return new HeadLimits(
                    bytes("provider.limits.header-size", 1024, 1 << 20),
                    bytes("provider.limits.uri-length", 64, 1 << 20),
                    // A browser sends some 15, and each proxy before it may add a few.
                    number("provider.limits.header-fields", 16, 10_000),
                    bytes("provider.limits.header-memory", 1 << 20, Integer.MAX_VALUE));
        }

        RequestLimits requestLimits(int uriLength) {
            return new RequestLimits(
                    number("provider.limits.requests", 1, 1_000_000),
                    number("provider.limits.requests-per-endpoint", 1, 1_000_000),
                    uriLength);
        }

        ConnectionLimits connectionLimits(InetAddressSet proxies) {
            return new ConnectionLimits(
                    "provider.limits.connections",
                    number("provider.limits.connections", 1, 1_000_000),
                    number("provider.limits.connections-per-address", 1, 1_000_000),
                    positive("provider.limits.header-timeout"),
                    new CountedAddress(number("provider.limits.ipv6-prefix", 1, 128)),
                    proxies);
        }

        void requireAddress(String key, String bind) {
            if (bind.isEmpty() || new InetSocketAddress(bind, 0).isUnresolved()) {
                wrong(key, "expected an address of this machine; 0.0.0.0 is all of them");
            }
        }

        Duration positive(String key) {
            Duration duration = config.getDuration(key);
            if (!duration.isPositive()) {
                wrong(key, "expected a duration above zero, such as 20s");
                return Duration.ofSeconds(1);
            }
            return duration;
        }

        String logLevel(String key) {
            String level = config.getString(key).toLowerCase(Locale.ROOT);
            if (!LOG_LEVELS.contains(level)) {
                wrong(key, "expected error, warn, info, debug or trace");
            }
            return level;
        }

        InetAddressSet addresses(String key) {
            var addresses = new InetAddressSet();
            for (String address : config.getStringList(key)) {
                try {
                    addresses.add(address);
                } catch (IllegalArgumentException e) {
                    wrong(key, "\"" + address + "\" is no address such as 10.1.2.3 and no network such as 10.0.0.0/8");
                }
            }
            return addresses;
        }

        void wrong(String key, String expected) {
            ConfigValue value = config.getValue(key);
            Object shown = Secrets.masked(key, value).unwrapped();
            problems.add(Problem.at(value.origin(), key + " = " + shown + ": " + expected));
        }
    }
}
