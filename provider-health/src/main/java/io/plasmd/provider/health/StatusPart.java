package io.plasmd.provider.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the status that somebody has asked for: of what can be very many, one page. */
final class StatusPart {
    /** Rows of the page and of an answer, some 230 bytes each. */
    static final int ROWS = 200;

    private static final String ARTIFACTS = "artifacts";
    private static final String AVAILABLE = "available";

    private StatusPart() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> status, StatusQuery query) {
        if (!(status.get(ARTIFACTS) instanceof Map<?, ?> artifacts)) {
            return status;
        }
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        artifacts.forEach((name, value) -> {
            String field = String.valueOf(name);
            if (field.equals(AVAILABLE) && value instanceof List<?> available) {
                putPage(part, available, query);
            } else if (value instanceof List<?> list && list.size() > ROWS) {
                part.put(field, list.subList(0, ROWS));
                part.put(field + "_count", list.size());
            } else {
                part.put(field, value);
            }
        });
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(status);
        whole.put(ARTIFACTS, part);
        return whole;
    }

    private static void putPage(Map<String, @Nullable Object> part, List<?> available, StatusQuery query) {
        long first = (query.page() - 1L) * ROWS;
        List<Object> rows = new ArrayList<>();
        int matching = available.size();
        if (query.isForAll()) {
            for (long i = first; i < Math.min(first + ROWS, matching); i++) {
                rows.add(available.get((int) i));
            }
        } else {
            matching = 0;
            for (Object artifact : available) {
                if (artifact instanceof Map<?, ?> fields && query.fits(new StatusTree(fields))) {
                    if (matching >= first && rows.size() < ROWS) {
                        rows.add(artifact);
                    }
                    matching++;
                }
            }
        }
        part.put(AVAILABLE, rows);
        part.put("count", available.size());
        part.put("matching", matching);
        part.put("page", query.page());
        part.put("pages", Math.max(1, Math.ceilDiv(matching, ROWS)));
    }
}
