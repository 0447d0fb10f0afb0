package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plasmd.provider.server.CapturedLog;
import io.plasmd.provider.server.TestAuthority;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every answer of a {@link Storm} is right or says that it failed, and nothing is left behind. {@code
 * -Dstorm.rounds=10000} makes it a soak of some hours.
 */
final class StormTest {
    private static final int ROUNDS = Integer.getInteger("storm.rounds", 12);
    private static final int OTHER_ROUNDS = Math.max(4, ROUNDS / 3);

    @TempDir
    private Path scratch;

    private final Leaks leaks = new Leaks();

    @ParameterizedTest
    @ValueSource(strings = {"mapped", "copy"})
    void overHttp(String transfer) throws Exception {
        Map<String, String> settings = Map.of("provider.endpoints.artifacts.transfer", transfer);
        try (var log = new CapturedLog()) {
            try (var server = new ArtifactServer(settings, Clock.systemUTC(), leaks.buffers())) {
                new Storm(
                                server,
                                server.provider().client(),
                                "http://127.0.0.1:" + server.provider().port())
                        .blow(ROUNDS, () -> {});
                assertNothingIsLeft(server, log);
            }
            leaks.assertNoThreadIsLeft();
        }
    }

    @Test
    void overHttps() throws Exception {
        var authority = new TestAuthority(scratch);
        authority.install(authority.issue("first"));
        Map<String, String> settings = new HashMap<>(authority.settings());
        // On a busy machine, 300 handshakes at once of which this process does both ends take some of them 20 s.
        settings.put("provider.limits.header-timeout", "2m");
        try (var log = new CapturedLog()) {
            try (var server = new ArtifactServer(settings, Clock.systemUTC(), leaks.buffers())) {
                String base = "https://127.0.0.1:" + server.provider().port("https");
                new Storm(server, authority.client(), base).blow(OTHER_ROUNDS, () -> {});
                assertNothingIsLeft(server, log);
            }
            leaks.assertNoThreadIsLeft();
        }
    }

    /** As where a machine has no battery behind its clock, and several servers tell it the time. */
    @Test
    void whileTheClockJumpsByDays() throws Exception {
        var clock = new SettableClock();
        var random = new Random(Storm.SEED);
        try (var log = new CapturedLog()) {
            try (var server = new ArtifactServer(Map.of(), clock, leaks.buffers())) {
                new Storm(
                                server,
                                server.provider().client(),
                                "http://127.0.0.1:" + server.provider().port())
                        .blow(OTHER_ROUNDS, () -> clock.advance(Duration.ofHours(random.nextInt(-200, 201))));
                leaks.assertNoneIn(server);
                // Clients will not take a manifest that is older than the one they have.
                assertEquals(log.count(" WARN RememberedManifests - the "), log.count(" WARN "), log::text);
            }
        }
    }

    private void assertNothingIsLeft(ArtifactServer server, CapturedLog log) throws Exception {
        leaks.assertNoneIn(server);
        assertEquals(0, log.count(" WARN "), log::text);
        assertEquals(0, log.count(" ERROR "), log::text);
    }
}
