package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Metrics;
import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.Boots;
import io.plasmd.provider.netboot.boots.State;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many boots end how, how long it takes them, and how many machines are where. */
final class BootMetrics {
    private static final double[] SECONDS = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600};

    private final Metrics.Counter ended;
    private final Map<State, Metrics.Histogram> seconds = new EnumMap<>(State.class);

    private BootMetrics(Metrics metrics) {
        ended = metrics.counter(
                "netboot_boots_total", "Boots that have ended, by profile and outcome.", "profile", "outcome");
        for (State state : List.of(State.KERNEL, State.INITRD, State.ROOTFS, State.UP)) {
            seconds.put(
                    state,
                    metrics.histogram(
                            "netboot_" + state.word() + "_seconds",
                            "From the script to the state " + state.word() + ".",
                            SECONDS));
        }
    }

    static void register(Metrics metrics, Boots boots) {
        boots.onStep(new BootMetrics(metrics)::count);
        metrics.gauges("netboot_machines", "Machines by the state of their boot.", "state", () -> states(boots));
    }

    private void count(Boot boot) {
        State state = boot.last().state();
        Metrics.Histogram histogram = seconds.get(state);
        if (histogram != null) {
            histogram.observe(boot.elapsed().toMillis() / 1000.0);
        }
        if (state.isEnd()) {
            ended.add(1, boot.choice().profile(), state.word());
        }
    }

    /** By the word of each state, with those that none is in. */
    static Map<String, Integer> states(Boots boots) {
        Map<State, Integer> counted = boots.states();
        Map<String, Integer> states = new LinkedHashMap<>();
        for (State state : State.values()) {
            states.put(state.word(), counted.getOrDefault(state, 0));
        }
        return states;
    }
}
