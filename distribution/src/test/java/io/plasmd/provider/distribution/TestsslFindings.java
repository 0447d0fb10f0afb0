package io.plasmd.provider.distribution;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What testssl has to say of a server, by the JSON that it leaves.
 *
 * @param all identifier and severity of each
 */
record TestsslFindings(List<Finding> all) {
    private static final Pattern FINDING =
            Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"[^}]*?\"severity\"\\s*:\\s*\"([^\"]*)\"");

    private static final Set<String> HARMLESS = Set.of("OK", "INFO", "LOW");

    /** The severity of what testssl gave up on; what it finds wrong about a server has other ones. */
    private static final String GIVEN_UP = "WARN";

    /** Where it does not matter: its client has no engine for GOST, and how sessions are resumed is no hole. */
    private static final Set<String> MAY_BE_GIVEN_UP =
            Set.of("engine_problem", "sessionresumption_ID", "sessionresumption_ticket");

    record Finding(String id, String severity) {}

    static TestsslFindings in(String json) {
        return new TestsslFindings(FINDING.matcher(json)
                .results()
                .map(result -> new Finding(result.group(1), result.group(2)))
                .toList());
    }

    /** Everything above low that is not testssl's own failure. */
    List<String> holes() {
        return all.stream()
                .filter(finding -> !HARMLESS.contains(finding.severity))
                .filter(finding -> !finding.severity.equals(GIVEN_UP))
                .map(finding -> finding.id + " " + finding.severity)
                .toList();
    }

    /** Checks that testssl has begun and that say nothing of the server. */
    SortedSet<String> givenUp() {
        return all.stream()
                .filter(finding -> finding.severity.equals(GIVEN_UP))
                .map(Finding::id)
                .filter(id -> !MAY_BE_GIVEN_UP.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
