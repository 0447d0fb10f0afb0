package io.plasmd.provider.release;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with what somebody wants, to be said at once. */
final class Problems {
    /** Of a tree of thousands whose files cannot be read, the first ones tell. */
    private static final int MOST_TOLD = 20;

    private final List<String> told = new ArrayList<>();
    private int count;

    void add(String problem) {
        count++;
        if (told.size() < MOST_TOLD) {
            told.add(problem);
        }
    }

    /** Throws if there is one. */
    void orThrow() throws ReleaseException {
        if (count == 1) {
            throw new ReleaseException(told.getFirst());
        }
        if (count > 1) {
            throw new ReleaseException(told.stream()
                    .map(problem -> "\n  - " + problem)
                    .collect(Collectors.joining(
                            "",
                            count + " problems:",
                            count == told.size() ? "" : "\n  - and " + (count - told.size()) + " more")));
        }
    }
}
