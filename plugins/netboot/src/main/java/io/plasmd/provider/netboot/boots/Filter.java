package io.plasmd.provider.netboot.boots;

import org.jspecify.annotations.Nullable;

/**
 * Which machines are asked for; null where it does not matter.
 *
 * @param text within the machine's id
 */
public record Filter(
        @Nullable State state,
        @Nullable String group,
        @Nullable String profile,
        @Nullable String version,
        @Nullable Boolean known,
        @Nullable String text) {
    public static final Filter ALL = new Filter(null, null, null, null, null, null);

    /** Those in that state. */
    public static Filter of(State state) {
        return new Filter(state, null, null, null, null, null);
    }

    boolean takes(Machine machine, Attempt attempt) {
        return (state == null || state == attempt.state())
                && (group == null || group.equals(attempt.choice().group()))
                && (profile == null || profile.equals(attempt.choice().profile()))
                && (version == null || version.equals(attempt.choice().version()))
                && (known == null || known == machine.known())
                && (text == null || machine.id().contains(text));
    }
}
