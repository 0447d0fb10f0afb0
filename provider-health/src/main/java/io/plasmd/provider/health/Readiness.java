package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.util.Map;

/** Whether the server should get traffic. */
final class Readiness {
    private Readiness() {}

    static JsonAnswer of(Provider.Phase phase) {
        return switch (phase) {
            case READY -> JsonAnswer.status("ready");
            case STARTING -> JsonAnswer.unavailable(Map.of("status", "starting"));
            case DRAINING -> JsonAnswer.unavailable(Map.of("status", "draining"));
        };
    }
}
