package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service manager is told, over a real socket. */
@Timeout(60)
final class ServiceManagerTest {
    @TempDir
    private Path scratch;

    private static ServiceManager manager(NotifyListener listener) {
        return ServiceManager.of(Map.of("NOTIFY_SOCKET", listener.address()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isToldBehindAPathAndBehindAnAbstractName(boolean isAbstract) throws Exception {
        String address =
                isAbstract ? "@provider-test-" + ProcessHandle.current().pid() : scratch + "/notify";
        try (var listener = NotifyListener.at(address, scratch)) {
            ServiceManager manager = manager(listener);
            manager.ready("serves http://127.0.0.1:8080/ (größer)");
            assertEquals("READY=1|STATUS=serves http://127.0.0.1:8080/ (größer)", listener.await("READY=1"));
            manager.reloading();
            assertTrue(listener.await("RELOADING=1").matches("RELOADING=1\\|MONOTONIC_USEC=\\d+"));
            manager.stopping(Duration.ofSeconds(30));
            assertEquals("STOPPING=1|STATUS=stops|EXTEND_TIMEOUT_USEC=40000000", listener.await("STOPPING=1"));
        }
    }

    @Test
    void isToldByTheThreadsThatAnswerThatTheyDo() throws Exception {
        try (var listener = NotifyListener.at(scratch + "/notify", scratch)) {
            ServiceManager manager =
                    ServiceManager.of(Map.of("NOTIFY_SOCKET", listener.address(), "WATCHDOG_USEC", "200000"));
            try (var provider = RunningProvider.start(Map.of(), manager)) {
                Await.until(
                        "three signs of life",
                        () -> listener.messages().stream()
                                        .filter("WATCHDOG=1"::equals)
                                        .count()
                                >= 3);
                assertTrue(provider.port() > 0);
            }
            listener.await("STOPPING=1");
        }
    }

    @Test
    void aWatchdogOfAnotherProcessIsNoneOfOurs() {
        Map<String, String> variables =
                Map.of("NOTIFY_SOCKET", scratch + "/notify", "WATCHDOG_USEC", "200000", "WATCHDOG_PID", "1");
        assertTrue(ServiceManager.of(variables).watchdog().isEmpty());
        assertTrue(
                ServiceManager.of(Map.of("WATCHDOG_USEC", "200000")).watchdog().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vsock:2:1234", "notify", "/", "@"})
    void whatIsNoLocalSocketIsLeftAlone(String address) {
        assertFalse(ServiceManager.of(Map.of("NOTIFY_SOCKET", address)).isThere());
    }

    @Test
    void aManagerThatHasGoneHoldsNothingUp() throws Exception {
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", scratch + "/gone"));
        try (var log = new CapturedLog();
                var provider = RunningProvider.start(Map.of(), manager)) {
            manager.ready("");
            manager.reloaded();
            assertEquals(1, log.count("the service manager cannot be told how the server is"), log.text());
            assertEquals(404, provider.get("/nothing").code());
        }
    }
}
