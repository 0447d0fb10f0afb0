package io.plasmd.provider.server.status;

import java.util.LinkedHashMap;
import java.util.Map;

/** A limit as {@code /status} shows it, for people in the order in which they read it. */
public final class LimitStatus {
    private LimitStatus() {}

    public static Map<String, Object> of(Number limit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("limit", limit);
        return json;
    }

    public static Map<String, Object> of(Number limit, long refused) {
        Map<String, Object> json = of(limit);
        json.put("refused_total", refused);
        return json;
    }

    public static Map<String, Object> of(Number limit, long inUse, long refused) {
        Map<String, Object> json = of(limit);
        json.put("in_use", inUse);
        json.put("refused_total", refused);
        return json;
    }
}
