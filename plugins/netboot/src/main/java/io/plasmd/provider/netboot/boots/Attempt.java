package io.plasmd.provider.netboot.boots;

import io.plasmd.provider.netboot.boots.Step.KnownBy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A boot without its machine.
 *
 * @param digest of the token: what is read in the journal, or in a copy of it, lets nobody speak for a machine
 */
record Attempt(String id, String digest, Choice choice, List<Step> steps, String failure) {

    static Attempt begun(String id, String digest, Choice choice, String client, Instant now) {
        return new Attempt(id, digest, choice, List.of(new Step(State.SCRIPT, now, client, KnownBy.REQUEST)), "");
    }

    static State furthest(List<Step> steps) {
        State furthest = State.SCRIPT;
        for (Step step : steps) {
            if (step.state().compareTo(furthest) > 0) {
                furthest = step.state();
            }
        }
        return furthest;
    }

    State state() {
        return furthest(steps);
    }

    Instant lastHeard() {
        return steps.getLast().at();
    }

    /** Whether the machine has taken more of it than the script, so that this is what it boots. */
    boolean isTaken() {
        return steps.stream().anyMatch(step -> step.state() != State.SCRIPT && step.state() != State.TIMED_OUT);
    }

    /** Whether something more is expected. */
    boolean isOpen() {
        return state().compareTo(choice.end()) < 0;
    }

    /** Whether it is known how it ended; that it timed out is but a guess. */
    boolean isSaid() {
        return has(State.UP) || has(State.FAILED);
    }

    /** The address, as the object that is kept of it already where it is the same. */
    String client(String address) {
        String first = steps.getFirst().client();
        return first.equals(address) ? first : address;
    }

    boolean has(State state) {
        return steps.stream().anyMatch(step -> step.state() == state);
    }

    /** One step on. It was no timeout then, if that was what it looked like. */
    Attempt with(Step step, String reason) {
        var more = new ArrayList<Step>(steps.size() + 1);
        steps.stream().filter(earlier -> earlier.state() != State.TIMED_OUT).forEach(more::add);
        more.add(step);
        return new Attempt(id, digest, choice, List.copyOf(more), reason);
    }

    Boot of(Machine machine) {
        return new Boot(machine, id, choice, steps, failure);
    }
}
