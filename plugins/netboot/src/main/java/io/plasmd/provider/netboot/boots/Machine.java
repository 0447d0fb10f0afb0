package io.plasmd.provider.netboot.boots;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A machine as it presented itself when it was last given a script.
 *
 * @param id its MAC address as {@code aa:bb:cc:dd:ee:ff}, or its UUID
 * @param facts what it told of itself. Of more than {@link #FACTS} the rest is left out, and so is what is longer than
 *     {@link #LENGTH}: a client chooses them, and they are kept
 * @param known whether some rule names it
 */
public record Machine(String id, Map<String, String> facts, boolean known) {
    static final int FACTS = 32;
    static final int LENGTH = 256;

    public Machine {
        if (id.isEmpty() || id.length() > LENGTH) {
            throw new IllegalArgumentException("\"" + cut(id) + "\" is no MAC address and no UUID");
        }
        var kept = new LinkedHashMap<String, String>();
        facts.forEach((name, value) -> {
            if (kept.size() < FACTS) {
                kept.put(cut(name), cut(value));
            }
        });
        facts = Map.copyOf(kept);
    }

    static String cut(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH);
    }
}
