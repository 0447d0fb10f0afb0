package io.plasmd.provider.netboot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one group. */
final class GroupReader {
    static final Set<String> KEYS = Set.of("match", "priority", "profile", "data");

    private GroupReader() {}

    static Group read(String name, Section section) {
        section.allowOnly(KEYS);
        List<Condition> conditions =
                section.section("match").map(GroupReader::conditions).orElse(List.of());
        if (conditions.isEmpty()) {
            section.wrong(
                    "match",
                    "expected what the machines have in common, such as match { mac = [\"52:54:00:12:34:56\"] };"
                            + " for all others there is default-profile");
        }
        Optional<String> profile = section.text("profile");
        if (profile.isEmpty()) {
            section.wrong("profile", "expected the name of a profile");
        }
        return new Group(
                name,
                section.number("priority"),
                conditions,
                profile.orElse(""),
                section.section("data").map(TemplateData::trusted).orElse(Map.of()),
                section.place());
    }

    private static List<Condition> conditions(Section match) {
        match.allowOnly(Set.copyOf(Facts.NAMES));
        List<Condition> conditions = new ArrayList<>();
        for (String fact : Facts.NAMES) {
            match.texts(fact)
                    .filter(values -> isSomething(match, fact, values))
                    .ifPresent(values -> conditions.add(new Condition(
                            fact,
                            values.stream()
                                    .map(value -> glob(match, fact, value))
                                    .toList())));
        }
        return conditions;
    }

    /** What asks for nothing would match nothing. */
    private static boolean isSomething(Section match, String fact, List<String> values) {
        if (values.isEmpty() || values.contains("")) {
            match.wrong(fact, "expected a value, or a list of values, none of them empty");
            return false;
        }
        return true;
    }

    private static Glob glob(Section match, String fact, String value) {
        var glob = new Glob(value);
        if (!glob.isExact()) {
            return fact.equals(Facts.MAC) ? new Glob(value.replace('-', ':')) : glob;
        }
        return switch (fact) {
            case Facts.MAC -> canonical(match, fact, HardwareAddress.canonical(value), HardwareAddress.EXPECTED);
            case Facts.UUID -> canonical(match, fact, SystemUuid.canonical(value), SystemUuid.EXPECTED);
            case Facts.ARCH -> canonical(match, fact, Architecture.canonical(value), Architecture.expected());
            default -> glob;
        };
    }

    private static Glob canonical(Section match, String fact, Optional<String> value, String expected) {
        if (value.isEmpty()) {
            match.wrong(fact, expected);
        }
        return new Glob(value.orElse(""));
    }
}
