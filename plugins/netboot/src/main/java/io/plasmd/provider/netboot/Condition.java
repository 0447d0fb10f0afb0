package io.plasmd.provider.netboot;

import java.util.List;

/** What a group asks of one fact: that any of some values fits. A machine that does not say it is not meant. */
record Condition(String fact, List<Glob> globs) {

    Condition {
        globs = List.copyOf(globs);
    }

    boolean matches(Facts facts) {
        return facts.get(fact)
                .filter(value -> globs.stream().anyMatch(glob -> glob.matches(value)))
                .isPresent();
    }

    /** Whether one value may fit both. */
    boolean meets(Condition other) {
        return globs.stream().anyMatch(glob -> other.globs.stream().anyMatch(glob::meets));
    }
}
