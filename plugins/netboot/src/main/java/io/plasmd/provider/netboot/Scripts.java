package io.plasmd.provider.netboot;

import io.plasmd.provider.netboot.boots.Boot;
import io.plasmd.provider.netboot.boots.State;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Answers a machine with its script. */
final class Scripts {
    private static final String CONTENT_TYPE = "text/plain";

    private final NetbootSettings settings;
    private final CurrentRules rules;
    private final Planner planner;
    private final BootLog log;
    private final Answers answers;
    private final Complaints complaints;

    Scripts(
            NetbootSettings settings,
            CurrentRules rules,
            Planner planner,
            BootLog log,
            Answers answers,
            Complaints complaints) {
        this.settings = settings;
        this.rules = rules;
        this.planner = planner;
        this.log = log;
        this.answers = answers;
        this.complaints = complaints;
    }

    void answer(ScriptFormat format, Machine machine, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String script;
        try {
            script = script(format, machine, request);
        } catch (NotBootableException e) {
            fail(format, machine.name(), e, request, response);
            return;
        } catch (UncheckedIOException e) {
            answers.later(response);
            return;
        }
        answers.text(response, CONTENT_TYPE, script);
    }

    /** Says on the console of the machine why it does not boot: firmware shows scripts, and no other answer. */
    void fail(
            ScriptFormat format,
            String machine,
            NotBootableException why,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        complaints.add("machine " + (machine.isEmpty() ? "unknown" : machine) + " at " + request.getRemoteAddr()
                + " has nothing to boot: " + why.getMessage());
        answers.text(response, CONTENT_TYPE, format.failure(String.valueOf(why.getMessage()), settings.fallback()));
    }

    /**
     * What a machine gets.
     *
     * @throws NotBootableException where that is nothing
     * @throws UncheckedIOException where nobody can tell just now
     */
    String script(ScriptFormat format, Machine machine, HttpServletRequest request) {
        Rules.Choice choice = rules.get().choose(machine.facts());
        Optional<String> instead = instead(format, machine, choice.profile());
        if (instead.isPresent()) {
            return instead.get();
        }
        List<String> servers = new Servers(settings.servers()).order(machine.name(), request);
        return format.boot(planner.plan(machine, choice, servers, request.getRemoteAddr()));
    }

    /** The script of a machine that does something else than to boot the release; empty where it boots that. */
    Optional<String> instead(ScriptFormat format, Machine machine, Profile profile) {
        return instead(machine, profile)
                .map(action -> format.instead(
                        action, List.of("machine " + machine.name() + ", profile " + profile.name() + ": " + action)));
    }

    /** What a machine does in place of booting the release: always, or since it has booted it. */
    private Optional<Action> instead(Machine machine, Profile profile) {
        if (profile.action().isPresent() || (profile.after().isEmpty() && !profile.once())) {
            return profile.action();
        }
        return machine.id()
                .flatMap(log::last)
                .filter(last -> last.choice().profile().equals(profile.name()))
                .filter(last -> last.state() == State.UP || (profile.once() && hasLoaded(last)))
                .map(last -> profile.after().orElse(Action.LOCAL_DISK));
    }

    /** Also one that was not heard of again: an installer that says nothing is not to install once more. */
    private static boolean hasLoaded(Boot boot) {
        return boot.state() != State.FAILED
                && boot.steps().stream()
                        .anyMatch(step ->
                                step.state() != State.SCRIPT && !step.state().isEnd());
    }
}
