package io.plasmd.provider.netboot.boots;

import java.time.Duration;
import java.util.List;

/**
 * What became of one boot of a machine, up to now.
 *
 * @param id as in its {@link Ticket}
 * @param steps in the order in which they came; the first is the script
 * @param failure what the machine said, or why it is thought to have failed; empty where it has not
 */
public record Boot(Machine machine, String id, Choice choice, List<Step> steps, String failure) {

    /** How far it has come. */
    public State state() {
        return Attempt.furthest(steps);
    }

    /** What it came to last. */
    public Step last() {
        return steps.getLast();
    }

    /** From the script to what it came to last. */
    public Duration elapsed() {
        return Duration.between(steps.getFirst().at(), last().at());
    }
}
