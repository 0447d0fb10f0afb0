package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint knows the keys of its section by what follows the name of it; a person has to know the whole. */
public final class FullKeys {
    private FullKeys() {}

    /**
     * A message with the full key in place of the one that it speaks of, where there is only one that this can be.
     *
     * @param section the full name of the endpoint's section
     * @param config what is in it
     */
    public static String in(String text, String section, Config config) {
        // Typesafe Config has a blank between the file and the line.
        String message = text.replaceFirst("^(/\\S*): (\\d+): ", "$1:$2: ");
        for (String key : relativeKeys(config)) {
            Matcher place = Pattern.compile("(^|: )" + Pattern.quote(key) + "(?= = | has type |: )")
                    .matcher(message);
            if (place.find()) {
                Set<String> full = new TreeSet<>();
                config.entrySet().forEach(entry -> {
                    if (("." + entry.getKey()).endsWith("." + key)) {
                        full.add(section + "." + entry.getKey());
                    }
                });
                return full.size() == 1
                        ? place.replaceFirst(Matcher.quoteReplacement(
                                place.group(1) + full.iterator().next()))
                        : message;
            }
        }
        return message;
    }

    /** With those that begin further below. */
    private static Set<String> relativeKeys(Config config) {
        Set<String> keys = new TreeSet<>();
        config.entrySet().forEach(entry -> {
            String key = entry.getKey();
            keys.add(key);
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                keys.add(key.substring(dot + 1));
            }
        });
        return keys;
    }
}
