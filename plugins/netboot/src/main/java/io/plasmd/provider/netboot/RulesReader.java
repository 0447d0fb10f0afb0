package io.plasmd.provider.netboot;

import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes rules of sections {@code profiles} and {@code groups}: all that they say, or nothing. */
final class RulesReader {
    private final Templates templates;
    private final String channel;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Begins.
     *
     * @param channel of profiles that name none
     */
    RulesReader(Templates templates, String channel) {
        this.templates = templates;
        this.channel = channel;
    }

    List<String> problems() {
        return problems;
    }

    void profiles(Section section) {
        section.sections().forEach(entry -> {
            Profile profile = ProfileReader.read(entry.getKey(), entry.getValue(), templates, channel);
            Profile other = profiles.putIfAbsent(profile.name(), profile);
            if (other != null) {
                problems.add(profile.place() + ": there is a profile " + profile.name() + " already, at " + other.place());
            }
        });
    }

    void groups(Section section) {
        section.sections().forEach(entry -> {
            Group group = GroupReader.read(entry.getKey(), entry.getValue());
            Group other = groups.putIfAbsent(group.name(), group);
            if (other != null) {
                problems.add(group.place() + ": there is a group " + group.name() + " already, at " + other.place());
            }
        });
    }

    /**
     * The rules.
     *
     * @param defaultProfile its name; empty for none
     * @throws ConfigException with everything that is wrong
     */
    Rules finish(String defaultProfile, String placeOfDefault) {
        for (Group group : groups.values()) {
            if (!group.profile().isEmpty() && !profiles.containsKey(group.profile())) {
                problems.add(group.place() + ": group " + group.name() + ": there is no profile " + group.profile()
                        + known());
            }
        }
        if (!defaultProfile.isEmpty() && !profiles.containsKey(defaultProfile)) {
            problems.add(placeOfDefault + ": default-profile: there is no profile " + defaultProfile + known());
        }
        Rules rules = Rules.of(
                profiles, groups.values(), Optional.ofNullable(defaultProfile.isEmpty() ? null : profiles.get(defaultProfile)));
        if (problems.isEmpty()) {
            problems.addAll(rules.ties());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException.Generic(String.join("; ", problems));
        }
        return rules;
    }

    private String known() {
        return profiles.isEmpty()
                ? "; there are no profiles at all"
                : "; there are " + String.join(", ", new TreeSet<>(profiles.keySet()));
    }
}
