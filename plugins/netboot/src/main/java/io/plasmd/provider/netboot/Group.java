package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Map;

/**
 * Some machines, and what they get.
 *
 * @param priority of groups that match a machine, the one with the highest counts
 * @param conditions all of them have to be met
 * @param profile the name of one
 * @param data for templates, over that of the profile
 * @param place file and line, for people
 */
record Group(
        String name, int priority, List<Condition> conditions, String profile, Map<String, Object> data, String place) {

    Group {
        conditions = List.copyOf(conditions);
    }

    boolean matches(Facts facts) {
        return conditions.stream().allMatch(condition -> condition.matches(facts));
    }

    /** Whether there may be a machine that both match, with nothing to say which counts. */
    boolean ties(Group other) {
        return priority == other.priority
                && conditions.stream()
                        .noneMatch(here -> other.conditions.stream()
                                .anyMatch(there -> here.fact().equals(there.fact()) && !here.meets(there)));
    }
}
