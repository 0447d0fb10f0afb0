package io.plasmd.provider.server.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Settings by environment variables: {@code PROVIDER_HTTP_PORT} for {@code provider.http.port}, and so on for every key. */
public final class EnvironmentSettings {
    private static final String PREFIX = "PROVIDER_";

    /** Variables of the launcher, no settings. */
    private static final Set<String> RESERVED = Set.of("PROVIDER_JAVA_OPTS");

    private EnvironmentSettings() {}

    /** The names of variables that something else than a person has made, and that are left alone. */
    public static List<String> foreign(Map<String, String> environment) {
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .filter(entry -> ForeignVariables.contains(entry.getKey(), entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    static Settings read(Map<String, String> environment, ReferenceKeys keys, List<Problem> problems) {
        Map<String, String> keyByVariable = new TreeMap<>();
        keys.defaults().keySet().forEach(key -> keyByVariable.put(variable(key), key));
        List<Settings.Setting> found = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || RESERVED.contains(variable)) {
                return;
            }
            String origin = "environment variable " + variable;
            String key = keyByVariable.get(variable);
            // No setting takes such a URL, and only a plugin may know a key such as …_SERVICE_HOST.
            if (ForeignVariables.contains(variable, value)
                    && (key == null || value.contains("://") || value.startsWith("/"))) {
                return;
            }
            if (key == null) {
                String suggestion = NearestKey.suggestion(variable, keyByVariable.keySet());
                problems.add(new Problem(
                        origin,
                        "there is no such setting" + suggestion
                                + (suggestion.isEmpty() ? "; unset it." : " Otherwise unset it.")));
            } else {
                found.add(new Settings.Setting(key, value, origin));
            }
        });
        return new Settings(found);
    }

    static String variable(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
