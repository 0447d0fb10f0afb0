package io.plasmd.provider.server;

import io.plasmd.provider.server.configuration.Configuration;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.configuration.ValueReader;
import io.plasmd.provider.server.http.ConnectionLimits;
import io.plasmd.provider.server.http.CountedAddress;
import io.plasmd.provider.server.http.HeadLimits;
import io.plasmd.provider.server.tls.TlsSettings;
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
        var reader = new ValueReader(configuration.config(), problems);
        HeadLimits heads = headLimits(reader);
        InetAddressSet proxies = addresses(reader, "provider.http.trusted-proxies");
        var settings = new HostSettings(
                configuration.config().getString("provider.http.bind"),
                reader.number("provider.http.port", 0, 65_535),
                reader.number("provider.http.backlog", 1, 1_000_000),
                reader.config().getBoolean("provider.http.reuse-port"),
                reader.config().getDuration("provider.http.idle-timeout"),
                // Below 4 Jetty's own selector and acceptor leave no thread to answer with.
                reader.number("provider.http.threads", 4, 10_000),
                heads,
                connectionLimits(reader, proxies),
                requestLimits(reader, heads.target()),
                reader.config().getDuration("provider.shutdown.delay"),
                reader.config().getDuration("provider.shutdown.grace"),
                TlsSettings.read(reader),
                OperationsSettings.read(reader),
                Path.of(configuration.config().getString("provider.data"))
                        .toAbsolutePath()
                        .normalize(),
                logLevel(reader, "provider.log.level"),
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

    private static HeadLimits headLimits(ValueReader reader) {
        return new HeadLimits(
                reader.bytes("provider.limits.header-size", 1024, 1 << 20),
                reader.bytes("provider.limits.uri-length", 64, 1 << 20),
                // A browser sends some 15, and each proxy before it may add a few.
                reader.number("provider.limits.header-fields", 16, 10_000),
                reader.bytes("provider.limits.header-memory", 1 << 20, Integer.MAX_VALUE));
    }

    private static RequestLimits requestLimits(ValueReader reader, int uriLength) {
        return new RequestLimits(
                reader.number("provider.limits.requests", 1, 1_000_000),
                reader.number("provider.limits.requests-per-endpoint", 1, 1_000_000),
                uriLength);
    }

    private static ConnectionLimits connectionLimits(ValueReader reader, InetAddressSet proxies) {
        return new ConnectionLimits(
                "provider.limits.connections",
                reader.number("provider.limits.connections", 1, 1_000_000),
                reader.number("provider.limits.connections-per-address", 1, 1_000_000),
                reader.positive("provider.limits.header-timeout"),
                new CountedAddress(reader.number("provider.limits.ipv6-prefix", 1, 128)),
                proxies);
    }

    private static String logLevel(ValueReader reader, String key) {
        String level = reader.config().getString(key).toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            reader.wrong(key, "expected error, warn, info, debug or trace");
        }
        return level;
    }

    private static InetAddressSet addresses(ValueReader reader, String key) {
        var addresses = new InetAddressSet();
        for (String address : reader.config().getStringList(key)) {
            try {
                addresses.add(address);
            } catch (IllegalArgumentException e) {
                reader.wrong(
                        key, "\"" + address + "\" is no address such as 10.1.2.3 and no network such as 10.0.0.0/8");
            }
        }
        return addresses;
    }
}
