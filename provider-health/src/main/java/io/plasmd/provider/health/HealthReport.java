package io.plasmd.provider.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all checks found.
 *
 * @param checks by name: whether all is well
 * @param details by name: what those that are not well say
 */
record HealthReport(Map<String, Boolean> checks, Map<String, String> details) {

    boolean healthy() {
        return !checks.containsValue(false);
    }

    /** For everybody: what is wrong in detail, such as the names of directories, is for those who run the server. */
    HealthReport withoutDetails() {
        return new HealthReport(checks, Map.of());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", healthy() ? "healthy" : "degraded");
        json.put("checks", checks);
        if (!details.isEmpty()) {
            json.put("details", details);
        }
        return json;
    }

    JsonAnswer toAnswer() {
        return healthy() ? JsonAnswer.ok(toJson()) : JsonAnswer.unavailable(toJson());
    }
}
