package io.plasmd.provider.netboot;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Halts canaries of which too many have failed: their machines then boot what the others boot. */
final class Canaries {
    private final BootLog log;
    private final Consumer<String> warn;
    /** Versions of profiles of which it was said: no more than releases that machines have tried. */
    private final Set<String> told = new HashSet<>();

    Canaries(BootLog log, Consumer<String> warn) {
        this.log = log;
        this.warn = warn;
    }

    boolean isHalted(Profile profile, Canary canary, String version) {
        int failed = log.failed(profile.name(), version);
        boolean halted = canary.isHaltedBy(failed);
        if (halted && isNews(profile.name() + " " + version)) {
            warn.accept(
                    "the canary of profile " + profile.name() + " is halted: " + failed + " boots of version " + version
                            + " have failed, and halt-after is " + canary.haltAfter() + ". Its machines boot "
                            + profile.version().orElse("the current version") + " again");
        }
        return halted;
    }

    private synchronized boolean isNews(String canary) {
        return told.add(canary);
    }

    /** Those of all profiles, for {@code /status}. */
    List<Map<String, Object>> status(Rules rules) {
        return rules.profiles().values().stream()
                .sorted(Comparator.comparing(Profile::name))
                .filter(profile -> profile.canary().isPresent())
                .map(profile -> status(profile, profile.canary().orElseThrow()))
                .toList();
    }

    private Map<String, Object> status(Profile profile, Canary canary) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("profile", profile.name());
        status.put("version", canary.version());
        status.put("share_percent", canary.percent());
        if (!canary.version().equals(Canary.CURRENT)) {
            int failed = log.failed(profile.name(), canary.version());
            status.put("failed", failed);
            status.put("halted", canary.isHaltedBy(failed));
        }
        return status;
    }
}
