package io.plasmd.provider.server;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A trial start, as {@code provider check} makes it. */
record Trial(ExitStatus status, List<String> endpoints, String message) {

    static Trial of(Path plugins) {
        return of(new Layers().option("provider.plugins", plugins.toString()));
    }

    static Trial of(Layers layers) {
        try {
            Preparation preparation = Preparation.of(layers.sources(), null);
            return new Trial(ExitStatus.DONE, TrialStart.run(preparation, Clock.systemUTC()), "");
        } catch (StartException e) {
            return new Trial(e.status(), List.of(), String.valueOf(e.getMessage()));
        }
    }
}
