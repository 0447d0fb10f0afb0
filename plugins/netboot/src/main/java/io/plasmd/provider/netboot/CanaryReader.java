package io.plasmd.provider.netboot;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code canary { version = …, share = 5%, halt-after = 3 }}. */
final class CanaryReader {
    static final Set<String> KEYS = Set.of("version", "share", "halt-after");

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?) ?%");
    private static final int HALT_AFTER = 3;
    private static final int ALL = 100;

    private CanaryReader() {}

    static Optional<Canary> read(Section section) {
        section.allowOnly(KEYS);
        Optional<String> version = section.text("version");
        if (version.isEmpty()) {
            section.wrong("version", "expected the version to try, or " + Canary.CURRENT);
        }
        return version.map(one -> new Canary(one, share(section), haltAfter(section)));
    }

    private static double share(Section section) {
        Matcher share = SHARE.matcher(section.text("share").orElse(""));
        double percent = share.matches() ? Double.parseDouble(share.group(1)) : -1;
        if (percent < 0 || percent > ALL) {
            section.wrong("share", "expected how many machines try it, from 0% to 100%, such as \"5%\"");
        }
        return percent;
    }

    private static int haltAfter(Section section) {
        int boots = section.text("halt-after").isEmpty() ? HALT_AFTER : section.number("halt-after");
        if (boots < 0) {
            section.wrong("halt-after", "expected how many boots of it may fail: 0 or more");
        }
        return boots;
    }
}
