package io.plasmd.provider.netboot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which machine gets what.
 *
 * @param groups the highest priority first
 * @param defaultProfile for machines that no group matches
 */
record Rules(Map<String, Profile> profiles, List<Group> groups, Optional<Profile> defaultProfile) {

    /** Those who read of so many begin to mend them. */
    private static final int MOST_TIES = 10;

    /**
     * What a machine gets.
     *
     * @param group empty where none matched
     */
    record Choice(Optional<Group> group, Profile profile) {
        String groupName() {
            return group.map(Group::name).orElse("");
        }
    }

    static Rules of(Map<String, Profile> profiles, Collection<Group> groups, Optional<Profile> defaultProfile) {
        List<Group> sorted = new ArrayList<>(groups);
        sorted.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
        return new Rules(Map.copyOf(profiles), List.copyOf(sorted), defaultProfile);
    }

    /** The group that counts for a machine. */
    Optional<Group> group(Facts facts) {
        return groups.stream().filter(group -> group.matches(facts)).findFirst();
    }

    /**
     * What a machine gets.
     *
     * @throws NotBootableException where no group matches, and there is no default
     */
    Choice choose(Facts facts) {
        Optional<Group> group = group(facts);
        Profile profile = group.map(one -> profiles.get(one.profile()))
                .or(() -> defaultProfile)
                .orElseThrow(() -> new NotBootableException(
                        "no group matches this machine, and the server has no default-profile"));
        return new Choice(group, profile);
    }

    /** Groups that may both match a machine, with nothing to say which counts. */
    List<String> ties() {
        List<String> ties = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1;
                    j < groups.size()
                            && groups.get(j).priority() == groups.get(i).priority();
                    j++) {
                Group one = groups.get(i);
                Group other = groups.get(j);
                if (one.ties(other)) {
                    if (ties.size() == MOST_TIES) {
                        ties.add("and there are more of these");
                        return ties;
                    }
                    ties.add(other.place() + ": groups " + one.name() + " (" + one.place() + ") and " + other.name()
                            + " may match the same machine, and both have priority " + one.priority()
                            + ": give the one that is to count a higher priority");
                }
            }
        }
        return ties;
    }
}
