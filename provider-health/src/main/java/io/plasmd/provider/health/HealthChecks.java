package io.plasmd.provider.health;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.api.Provider;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the checks of all endpoints. */
final class HealthChecks {
    private final Provider provider;

    HealthChecks(Provider provider) {
        this.provider = provider;
    }

    HealthReport run() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        Map<String, String> details = new LinkedHashMap<>();
        provider.healthChecks().forEach((name, check) -> {
            HealthCheck.Result result = run(check);
            checks.put(name, result.healthy());
            if (!result.detail().isEmpty()) {
                details.put(name, result.detail());
            }
        });
        return new HealthReport(checks, details);
    }

    /** A check that throws has found something wrong, if only with itself. */
    private static HealthCheck.Result run(HealthCheck check) {
        try {
            return check.check();
        } catch (Exception | LinkageError e) {
            return HealthCheck.Result.failed(String.valueOf(e));
        }
    }
}
